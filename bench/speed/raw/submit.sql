\set i :i + 1
\set n :first + :i * 32 + :client_id
\set random random(0, 281474976710655)
SELECT student, account, offer, company, school,
  (lpad(to_hex((extract(epoch FROM clock_timestamp()) * 1000)::bigint), 12, '0') || '7000' || '8000' || lpad(to_hex((:random)::bigint), 12, '0'))::uuid AS application
FROM bench_pair WHERE n = :n \gset
SELECT id, account_id, school_id, specialty_id, status, demo FROM student WHERE id = :student;
BEGIN;
SELECT id, account_id, school_id, specialty_id, status, demo FROM student WHERE id = :student FOR NO KEY UPDATE;
SELECT id, offer_id, status, version FROM application
WHERE student_id = :student AND status IN ('NEW', 'PROCESSING', 'POSTPONED', 'POOL', 'ACCEPTED', 'CONFIRMED') ORDER BY id FOR NO KEY UPDATE;
SELECT id, company_id, school_id, status, expires_at FROM offer WHERE id = :offer FOR SHARE;
SELECT specialty_id FROM offer_specialty WHERE offer_id = :offer;
INSERT INTO application (id, student_id, offer_id, company_id, school_id, status, cover_letter, demo, version, created_at, updated_at)
VALUES (:application, :student, :offer, :company, :school, 'NEW', 'Bonjour', true, 1, now(), now()) RETURNING *;
INSERT INTO application_event (id, application_id, action, from_status, to_status, actor_id, reason, at)
VALUES (:application, :application, 'SUBMIT', NULL, 'NEW', :account, NULL, now());
SELECT count(*) FROM company_member WHERE company_id = :company AND status = 'APPROVED';
SELECT coalesce((SELECT account_id FROM company_member WHERE company_id = :company AND status = 'APPROVED' LIMIT 1), :account) AS account_id \gset told_
INSERT INTO notification (id, account_id, kind, offer_id, application_id, company_id, reason, read_at, created_at)
VALUES (:application, :told_account_id, 'APPLICATION_RECEIVED', :offer, :application, :company, NULL, NULL, now());
INSERT INTO mail_outbox (id, account_id, address, name, locale, template, variables, state, attempts, due_at, not_after, last_error,
  message_id, dedup_key, sent_at, created_at)
VALUES (:application, :told_account_id, NULL, NULL, NULL, 'notification', '{"notification":"' || (:application)::text || '"}', 'WAITING', 0, now(),
  NULL, NULL, (:application)::text || '@example.org', 'notification:' || (:application)::text, NULL, now());
SELECT pg_notify('tremplin_events', 'a' || replace((:application)::text, '-', '') || '.1');
COMMIT;
