import { DeleteSuppressedDestinationCommand } from '@aws-sdk/client-sesv2';
import { KweekError } from '../domain/kweek-error.ts';
import { openSesClient, type SesClientOptions } from './ses-client.ts';

/** SES's own list of addresses that it does not write to, whatever we ask for. */
export interface SesSuppressionList {
  /** Takes an address off; also one that is not on it. Throws `contended` when SES does not say that it did. */
  remove(address: string): Promise<void>;
}

export function openSesSuppressionList(options: SesClientOptions = {}): SesSuppressionList {
  const ses = openSesClient(options);
  return {
    async remove(address) {
      try {
        await ses.send(new DeleteSuppressedDestinationCommand({ EmailAddress: address }));
      } catch (error) {
        if ((error as { name?: string }).name === 'NotFoundException') return;
        // What SES says of it holds the address.
        throw new KweekError(
          'contended',
          'SES did not take the address off its own list. Nothing was lifted: try again.',
        );
      }
    },
  };
}
