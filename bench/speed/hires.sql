\set ON_ERROR_STOP on
-- :hires rows, over every specialty, ten years and every company of the demo.
INSERT INTO hire (id, school_id, specialty_id, academic_year, company_id, city, city_key, source, version, created_at)
SELECT gen_random_uuid(), s.school_id, s.id, 2015 + n % 10, c.id, 'Toulouse', 'toulouse', 'PUBLISHED', 1, now()
FROM generate_series(1, :hires) n
JOIN (SELECT id, school_id, row_number() OVER (ORDER BY id) - 1 AS rank, count(*) OVER () AS many FROM specialty) s
  ON s.rank = n % s.many
JOIN (SELECT id, row_number() OVER (ORDER BY id) - 1 AS rank, count(*) OVER () AS many FROM company WHERE demo) c
  ON c.rank = (n::bigint * 7919) % c.many;
