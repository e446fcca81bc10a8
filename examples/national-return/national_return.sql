-- A national return from the exports of many partnerships. `lines` is what was exported, one row
-- a line, with the partnership's name; `first` and `last` are the days of the period.

-- What is counted: main duties of stages that were due in the period and are decided. One that is
-- still open after its limit is missed, and so many working days late already.
CREATE OR REPLACE TEMP TABLE counted AS
SELECT
    partnership,
    procedure,
    stage,
    status = 'met' AS met,
    coalesce(working_days_late, working_days_over) AS days_late
FROM lines
WHERE type = 'deadline'
  AND duty = 'main'
  AND due BETWEEN getvariable('first') AND getvariable('last')
  AND status IN ('met', 'missed', 'overdue');

-- Counts are rounded to the nearest 5, and nothing is said of 1 to 4: from rounded totals a number
-- that was kept back cannot be had by subtracting.
CREATE OR REPLACE TEMP MACRO rounded(number) AS (5 * round(number / 5.0))::INTEGER;
CREATE OR REPLACE TEMP MACRO is_small(number) AS number BETWEEN 1 AND 4;

-- The country, stage by stage.
CREATE OR REPLACE TEMP TABLE by_stage AS
SELECT
    procedure,
    stage,
    count(DISTINCT partnership) AS partnerships,
    rounded(count(*)) AS deadlines,
    CASE WHEN NOT is_small(count(*) FILTER (met)) AND NOT is_small(count(*) FILTER (NOT met))
         THEN round(100.0 * count(*) FILTER (met) / count(*))::INTEGER END AS met_percent,
    CASE WHEN count(*) FILTER (NOT met) >= 5
         THEN median(days_late) FILTER (NOT met) END AS median_days_late
FROM counted
GROUP BY procedure, stage
ORDER BY procedure, stage;

-- Each partnership, stage by stage. NULL is kept back.
CREATE OR REPLACE TEMP TABLE by_partnership AS
WITH cells AS (
    SELECT
        partnership,
        procedure,
        stage,
        count(*) AS deadlines,
        count(*) FILTER (met) AS met,
        count(*) FILTER (NOT met) AS missed,
        median(days_late) FILTER (NOT met) AS days_late
    FROM counted
    GROUP BY partnership, procedure, stage
)
SELECT
    partnership,
    procedure,
    stage,
    CASE WHEN NOT is_small(deadlines) THEN rounded(deadlines) END AS deadlines,
    CASE WHEN NOT is_small(met) AND NOT is_small(missed)
         THEN round(100.0 * met / deadlines)::INTEGER END AS met_percent,
    CASE WHEN missed >= 5 THEN days_late END AS median_days_late
FROM cells
ORDER BY partnership, procedure, stage;
