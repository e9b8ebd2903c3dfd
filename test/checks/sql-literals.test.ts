import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { withoutLiterals } from '../../src/checks/sql-literals.js';

describe('a SQL statement without its literals', () => {
  test.each([
    ["SELECT *\n  FROM users\n WHERE email = 'ada@example.com'", "SELECT * FROM users WHERE email = '•••'"],
    ["UPDATE t SET a = 'it''s', b = 7", "UPDATE t SET a = '•••', b = 7"],
    ["SELECT E'it\\'s', 'x'", "SELECT '•••', '•••'"],
    ["SELECT $$it's$$, $tag$a $$ b$tag$, $1", "SELECT '•••', '•••', $1"],
    [`SELECT "it's" FROM t WHERE a = 'x'`, `SELECT "it's" FROM t WHERE a = '•••'`],
    ["SELECT 1 -- don't\n, 'x'", "SELECT 1 , '•••'"],
    ["SELECT /* don't */ 'x'", "SELECT '•••'"],
    ["INSERT INTO t VALUES ('cut off in the mid", "INSERT INTO t VALUES ('•••'"],
    ["SELECT E'cut off \\", "SELECT '•••'"],
    ['SELECT $x$cut off', "SELECT '•••'"],
    ['SELECT /* cut off', 'SELECT'],
    ['SELECT count(*) FROM orders WHERE id = 42', 'SELECT count(*) FROM orders WHERE id = 42'],
    ['', ''],
  ])('%s', (sql, expected) => {
    expect(withoutLiterals(sql)).toBe(expected);
  });

  test('keeps no word of any literal, wherever the statement was cut off', () => {
    const literal = fc
      .string({ maxLength: 20 })
      .map((value) => `'secret${value.replaceAll("'", "''").replaceAll('\\', '')}'`);
    const around = fc.constantFrom(' ', ', ', ' = ', ' -- it is\n', ' /* "x */ ', ' "name" ', ' $1 ');
    const statement = fc
      .array(fc.tuple(around, literal), { maxLength: 6 })
      .map((pieces) => `SELECT ${pieces.flat().join('')}`);
    fc.assert(
      fc.property(statement, fc.nat(200), (sql, length) => {
        expect(withoutLiterals(sql.slice(0, length))).not.toContain('secret');
      }),
    );
  });
});
