/**
 * Functions of Snowflake's that DuckDB lacks or has otherwise, as macros; the translation uses those that start with SF_.
 * `cast_to_type` keeps the type of its second argument, whatever it is: a date stays a date.
 */
export const MACROS: readonly string[] = [
    `CREATE MACRO SF_OFFSET_TEXT(o) AS CASE WHEN o = '' THEN '' ELSE ' ' || left(o || '00', 5) END`,
    `CREATE MACRO SF_TIMESTAMP_TEXT(t) AS regexp_extract(t, '^(.*?:[0-9]+:[0-9]+)', 1) || '.'
        || left(regexp_extract(t, '[.]([0-9]+)', 1) || '000', 3)
        || SF_OFFSET_TEXT(replace(regexp_extract(t, '([+-][0-9]{2}(:[0-9]{2})?)$', 1), ':', ''))`,
    `CREATE MACRO SF_TO_JSON(x) AS SF_JSON_TEXT(CAST(to_json(x) AS VARCHAR))`,
    // A timestamp as its output format has it by default: three decimals, and the offset where there is one.
    `CREATE MACRO SF_TEXT(x) AS CASE
        WHEN typeof(x) = 'JSON' THEN SF_JSON_TEXT(json_extract_string(TRY_CAST(x AS JSON), '$'))
        WHEN typeof(x) = 'DOUBLE' THEN regexp_replace(CAST(x AS VARCHAR), '[.]0$', '')
        WHEN typeof(x) LIKE 'STRUCT(utc %' THEN error('The text of a TIMESTAMP_TZ is not supported')
        WHEN typeof(x) LIKE 'STRUCT%' OR typeof(x) LIKE 'MAP%' OR typeof(x) LIKE '%]' THEN SF_TO_JSON(x)
        WHEN typeof(x) LIKE 'TIMESTAMP%' THEN SF_TIMESTAMP_TEXT(CAST(x AS VARCHAR))
        ELSE CAST(x AS VARCHAR) END`,
    `CREATE MACRO SF_VARIANT(x) AS to_json(x)`,
    // A value of the type that a quotient has: six digits after the point more than the dividend, up to twelve or its own.
    // A FLOAT on either side makes it a FLOAT; of another divisor, no digit behind the point counts.
    // https://docs.snowflake.com/en/sql-reference/operators-arithmetic#division
    `CREATE MACRO SF_QUOTIENT_TYPE(a, b) AS CASE WHEN false
        THEN round(a * CAST(1 AS DECIMAL(7,6)), 12) + a + round(b, 0) + CAST(0 AS DECIMAL(38,0)) END`,
    `CREATE MACRO SF_DIV(a, b) AS CASE WHEN b = 0 THEN error('Division by zero')
        ELSE cast_to_type(a / b, SF_QUOTIENT_TYPE(a, b)) END`,
    // Of the sum and the count; a window is that of each.
    `CREATE MACRO SF_AVG(total, n) AS CASE WHEN n = 0 THEN NULL
        ELSE cast_to_type(total / n, SF_QUOTIENT_TYPE(total, n)) END`,
    `CREATE MACRO SF_LISTAGG(x) AS coalesce(x, '')`,
    `CREATE MACRO SF_DATE_TRUNC(unit, x) AS cast_to_type(date_trunc(unit, x), x)`,
    `CREATE MACRO SF_DATEDIFF(unit, a, b) AS date_diff(unit, a, b)`,
    `CREATE MACRO SF_ADD_MONTHS(n, factor, x) AS cast_to_type(x + to_months(CAST(CAST(round(n) AS BIGINT) * factor AS INTEGER)), x)`,
    `CREATE MACRO SF_ADD_DAYS(n, factor, x) AS cast_to_type(x + to_days(CAST(CAST(round(n) AS BIGINT) * factor AS INTEGER)), x)`,
    `CREATE MACRO SF_ADD_TIME(n, factor, x) AS x + to_microseconds(CAST(round(n) AS BIGINT) * factor)`,
    `CREATE MACRO SF_FORMAT(x, pattern) AS strftime(x, pattern)`,
    `CREATE MACRO SF_FRACTION(x, digits) AS left(strftime(x, '%f'), CAST(digits AS INTEGER))`,
    `CREATE MACRO SF_CONCAT(parts, separator) AS CASE WHEN list_count(parts) = len(parts)
        THEN array_to_string(parts, separator) END`,
    `CREATE MACRO SF_PAIR(k, v) AS CASE WHEN k IS NULL OR v IS NULL THEN NULL
        ELSE CAST(to_json(CAST(k AS VARCHAR)) AS VARCHAR) || ':' || CAST(to_json(v) AS VARCHAR) END`,
    `CREATE MACRO SF_OBJECT(pairs) AS CAST('{' || array_to_string(list_filter(pairs, lambda p: p <> ''), ',') || '}' AS JSON)`,
    `CREATE MACRO SF_OBJECT_KEYS(x) AS list_sort(json_keys(to_json(x)))`,
    `CREATE MACRO SF_ARRAY_CONTAINS(v, items) AS CASE WHEN v IS NULL OR items IS NULL THEN NULL
        ELSE list_contains(CAST(to_json(items) AS JSON[]), to_json(v)) END`,
    `CREATE MACRO SF_GET(x, item) AS json_extract(to_json(x),
        '/' || replace(replace(CAST(item AS VARCHAR), '~', '~0'), '/', '~1'))`,
    // The first character is the first, whether one asks for 0 or for 1.
    `CREATE MACRO SF_SUBSTR (x, start) AS substr(x, CASE WHEN start = 0 THEN 1 ELSE start END),
        (x, start, length) AS substr(x, CASE WHEN start = 0 THEN 1 ELSE start END, length)`,
    `CREATE MACRO SF_BITXOR(a, b) AS xor(a, b)`,
    `CREATE MACRO SF_PATH(x, path) AS json_extract(to_json(x), path)`,
    `CREATE MACRO SF_RLIKE(x, flags, pattern) AS regexp_full_match(x, flags || pattern)`,
    `CREATE MACRO SF_TYPEOF(x) AS CASE WHEN x IS NULL THEN NULL ELSE
        CASE json_type(to_json(x)) WHEN 'UBIGINT' THEN 'INTEGER' WHEN 'BIGINT' THEN 'INTEGER' WHEN 'HUGEINT' THEN 'INTEGER'
            WHEN 'UHUGEINT' THEN 'INTEGER' WHEN 'NULL' THEN 'NULL_VALUE'
            WHEN 'DOUBLE' THEN CASE WHEN typeof(x) = 'DOUBLE' OR CAST(to_json(x) AS VARCHAR) ILIKE '%e%' THEN 'DOUBLE' ELSE 'DECIMAL' END
            ELSE json_type(to_json(x)) END END`,
    `CREATE MACRO SF_FLATTENED(k, path, i, v, whole) AS {'SEQ': CAST(hash(CAST(whole AS VARCHAR)) % 1000000000 AS BIGINT),
        'KEY': CAST(k AS VARCHAR), 'PATH': CAST(path AS VARCHAR), 'INDEX': CAST(i AS BIGINT), 'VALUE': CAST(v AS JSON),
        'THIS': CAST(whole AS JSON)}`,
    `CREATE MACRO SF_ITEMS(x, mode) AS CASE
        WHEN json_type(x) = 'ARRAY' AND mode <> 'OBJECT' THEN list_transform(range(CAST(json_array_length(x) AS BIGINT)),
            lambda i: SF_FLATTENED(NULL, '[' || i || ']', i, json_extract(x, '/' || i), x))
        WHEN json_type(x) = 'OBJECT' AND mode <> 'ARRAY' THEN list_transform(list_sort(json_keys(x)), lambda k: SF_FLATTENED(k,
            CASE WHEN regexp_full_match(k, '[A-Za-z_][A-Za-z0-9_]*') THEN k ELSE '[''' || k || ''']' END,
            NULL, json_extract(x, '/' || replace(replace(k, '~', '~0'), '/', '~1')), x))
        ELSE [] END`,
    `CREATE MACRO SF_FLATTEN(x, outer_rows, mode) AS CASE
        WHEN outer_rows AND len(coalesce(SF_ITEMS(to_json(x), mode), [])) = 0 THEN [SF_FLATTENED(NULL, NULL, NULL, NULL, to_json(x))]
        ELSE coalesce(SF_ITEMS(to_json(x), mode), []) END`
];
