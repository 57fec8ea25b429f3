SELECT s.code, h.academic_year, h.source, count(*) FROM hire h JOIN specialty s ON s.id = h.specialty_id
GROUP BY s.code, h.academic_year, h.source;
