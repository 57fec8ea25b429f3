SELECT specialty_id, academic_year, source, count(*) FROM hire
WHERE school_id = ':school' GROUP BY specialty_id, academic_year, source;
