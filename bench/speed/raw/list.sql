SELECT o.id, o.title, c.name,
  ARRAY(SELECT s.code FROM offer_specialty os JOIN specialty s ON s.id = os.specialty_id WHERE os.offer_id = o.id ORDER BY s.position)
FROM offer o JOIN company c ON c.id = o.company_id
WHERE o.school_id = ':school' AND o.status IN ('PUBLISHED', 'FILLED', 'EXPIRED')
ORDER BY o.id DESC LIMIT 51;
