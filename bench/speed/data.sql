-- What `tremplin demo` does not make: a long hiring history, tokens, and applications to come. Names say that they are invented.
\set ON_ERROR_STOP on
-- What the demo wrote was not looked at yet: plans of what follows would take minutes.
ANALYZE;
\ir hires.sql
-- A token for each confirmed student: "trp_bench-" and the student's id.
INSERT INTO access_token (id, account_id, token_hash, created_at, last_used_at, expires_at)
SELECT gen_random_uuid(), account_id, encode(sha256(convert_to('trp_bench-' || id, 'UTF8')), 'hex'), now(), now(), now() + interval '1 day'
FROM student WHERE demo AND status = 'CONFIRMED' ON CONFLICT DO NOTHING;

-- Pairs of a student who may apply and an offer that is open to his specialty, none of which exists: numbered, each once.
DROP TABLE IF EXISTS bench_pair;
CREATE TABLE bench_pair AS
WITH free AS (
  SELECT s.id AS student, s.account_id AS account, s.school_id, s.specialty_id FROM student s
  WHERE s.demo AND s.status = 'CONFIRMED'
    AND NOT EXISTS (SELECT 1 FROM application a WHERE a.student_id = s.id AND a.status = 'CONFIRMED')
), candidate AS (
  SELECT free.*, o.id AS offer, o.company_id AS company,
    row_number() OVER (PARTITION BY free.student ORDER BY md5(o.id::text || free.student::text)) AS rank
  FROM free JOIN offer_specialty os ON os.specialty_id = free.specialty_id
  JOIN offer o ON o.id = os.offer_id AND o.school_id = free.school_id
  WHERE o.status = 'PUBLISHED' AND o.expires_at > now() + interval '1 hour'
    AND NOT EXISTS (SELECT 1 FROM application a WHERE a.student_id = free.student AND a.offer_id = o.id)
)
SELECT row_number() OVER (ORDER BY rank, student) - 1 AS n, student, account, offer, company, school_id AS school
FROM candidate WHERE rank <= 40;
ALTER TABLE bench_pair ADD PRIMARY KEY (n);
ANALYZE;
