import { KweekError } from '../../../shared/domain/kweek-error.ts';
import { toMinor } from '../../../shared/domain/sales/money.ts';

/**
 * An amount of a body in minor units. Throws `invalid` for another currency than the programme's: nobody here
 * knows what it is worth.
 */
export function minorOf(
  { value, currency }: { value?: number | undefined; currency?: string | undefined },
  own: string,
): { value?: number; currency?: string } {
  if (currency !== undefined && currency !== own)
    throw invalid(
      'currency',
      `Amounts are in ${own}, as the settings say: convert it, or change the settings.`,
    );
  if (value === undefined) return {};
  const minor = toMinor(value, own);
  if (minor === undefined) throw invalid('value', `${own} has no such small change: fewer decimals.`);
  return { value: minor, currency: own };
}

const invalid = (field: string, detail: string) =>
  new KweekError('invalid', 'The amount is not as it must be.', [{ pointer: `/${field}`, detail }]);
