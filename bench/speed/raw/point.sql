SELECT o.id, o.title, o.description, o.city, o.status, c.name,
  ARRAY(SELECT s.code FROM offer_specialty os JOIN specialty s ON s.id = os.specialty_id WHERE os.offer_id = o.id ORDER BY s.position)
FROM offer o JOIN company c ON c.id = o.company_id
WHERE o.id = ':offer';
