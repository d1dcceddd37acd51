import { beforeAll } from 'vitest';
import { leadIdOf } from '../../shared/actions/lead/lead-id.ts';
import type { Lead } from '../../shared/domain/lead/lead.ts';
import { getLead } from '../../shared/store/leads.ts';
import { type Answer, type Call, through } from '../gateway.ts';
import { sampleProgramme } from '../sample-programme.ts';
import { idKey, openSuiteTable, type SuiteTable } from '../suite-table.ts';
import { TestClock } from '../test-clock.ts';

/** The capture function behind its gateway, beside a table of its own. */
export class Door {
  table!: SuiteTable;
  clock!: TestClock;
  call!: (target: string, call?: Call) => Promise<Answer>;

  /** Opens it before the tests of a file, and closes it after them. */
  open(): this {
    beforeAll(async () => {
      this.table = await openSuiteTable();
      this.clock = new TestClock();
      await this.table.publish(sampleProgramme());
      const { handler } = await import('../../functions/capture/index.ts');
      this.call = through(handler);
      return () => this.table.drop();
    });
    return this;
  }

  /** What lies under an address. */
  load(email: string): Promise<Lead | undefined> {
    return getLead(this.table, leadIdOf(email, idKey), 'Europe/Brussels', true);
  }
}
