import { z } from 'zod';

const UNITS: Readonly<Record<string, number>> = { B: 1, KiB: 1_024, MiB: 1_024 ** 2, GiB: 1_024 ** 3, TiB: 1_024 ** 4 };
const SIZE = /^(\d{1,6}(?:\.\d{1,3})?) ?(B|[KMGT]iB)$/;

/** An amount of memory as config.yml writes it: `512MiB`, `8GiB`. Comes out in bytes. */
const size = z
  .string()
  .regex(SIZE, 'must be a number with a unit: 512MiB, 8GiB')
  .transform((written) => {
    const [, amount, unit] = SIZE.exec(written) ?? [];
    return Math.round(Number(amount) * (UNITS[unit ?? ''] ?? Number.NaN));
  });

/** The part of config.yml under `limits:`: how far remedies may go. */
export const limitsSchema = z.strictObject({
  memory_ceiling: size.prefault('8GiB'),
});
