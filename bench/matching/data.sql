-- :offers published offers of one school, :open of a hundred of them open to one specialty. Names say that they are invented.
\set ON_ERROR_STOP on
CREATE TEMP TABLE template AS
SELECT o.*, row_number() OVER (ORDER BY o.id) - 1 AS rank, count(*) OVER () AS many FROM offer o
WHERE o.demo AND o.latitude IS NOT NULL;
CREATE TEMP TABLE company_of AS
SELECT id, row_number() OVER (ORDER BY id) - 1 AS rank, count(*) OVER () AS many FROM company WHERE demo AND status = 'VERIFIED';
CREATE TEMP TABLE specialty_of AS
SELECT id, code, row_number() OVER (ORDER BY position) - 1 AS rank, count(*) OVER () AS many FROM specialty
WHERE school_id = (SELECT id FROM school WHERE code = 'INSA-TOULOUSE');
CREATE TEMP TABLE skill_of AS SELECT id, name_key, row_number() OVER (ORDER BY id) - 1 AS rank, count(*) OVER () AS many FROM skill;

DELETE FROM offer_skill WHERE offer_id IN (SELECT id FROM offer WHERE reference LIKE 'BM-%');
DELETE FROM offer_specialty WHERE offer_id IN (SELECT id FROM offer WHERE reference LIKE 'BM-%');
DELETE FROM offer WHERE reference LIKE 'BM-%';

CREATE TEMP TABLE made AS SELECT n, gen_random_uuid() AS id FROM generate_series(1, :offers) n;
INSERT INTO offer (id, reference, company_id, school_id, title, title_key, description, missions, contract_type, positions, postcode, city,
  city_key, latitude, longitude, remote, start_on, end_on, gross_monthly_pay, status, published_at, expires_at, created_by, search_key, demo,
  version, created_at, updated_at)
SELECT made.id, 'BM-' || n, c.id, (SELECT id FROM school WHERE code = 'INSA-TOULOUSE'), t.title, t.title_key, t.description, t.missions,
  t.contract_type, 1 + n % 3, p.postcode, p.city, p.city_key, p.latitude, p.longitude, t.remote, t.start_on + n % 45, t.end_on,
  CASE WHEN n % 7 > 0 THEN 100000 + (n * 7919) % 130000 END, 'PUBLISHED', now(), now() + interval '30 days', t.created_by,
  t.search_key || ' ' || substr(md5(n::text), 1, 6) || ' ' || substr(md5(n::text), 7, 6), true, 1, now(), now()
FROM made
JOIN template t ON t.rank = n % t.many
JOIN template p ON p.rank = (n * 31) % p.many
JOIN company_of c ON c.rank = (n * 17) % c.many;

INSERT INTO offer_specialty (id, offer_id, specialty_id)
SELECT gen_random_uuid(), made.id, s.id FROM made
JOIN specialty_of s ON CASE WHEN n % 100 < :open THEN s.code = :'specialty' ELSE s.rank = n % s.many AND s.code <> :'specialty' END;

INSERT INTO offer_skill (id, offer_id, skill_id, position)
SELECT gen_random_uuid(), made.id, s.id, k FROM made CROSS JOIN generate_series(0, 4) k
JOIN skill_of s ON s.rank = (n * 13 + k * (1 + n % 11)) % s.many
ON CONFLICT DO NOTHING;

-- A token for each confirmed student of the specialty, who seeks either contract: "trp_bench-" and the student's id.
UPDATE student SET contract_type = NULL WHERE specialty_id = (SELECT id FROM specialty_of WHERE code = :'specialty');
INSERT INTO access_token (id, account_id, token_hash, created_at, last_used_at, expires_at)
SELECT gen_random_uuid(), account_id, encode(sha256(convert_to('trp_bench-' || id, 'UTF8')), 'hex'), now(), now(), now() + interval '1 day'
FROM student WHERE demo AND status = 'CONFIRMED' AND specialty_id = (SELECT id FROM specialty_of WHERE code = :'specialty')
ON CONFLICT DO NOTHING;
ANALYZE;
