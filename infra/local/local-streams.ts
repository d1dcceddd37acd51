import { startFilter } from '../functions.ts';
import type { LocalFunctions } from './local-functions.ts';
import { readStream, type StreamReader } from './stream.ts';
import { streamApi } from './stream-api.ts';
import { openCheckpoint } from './stream-checkpoint.ts';
import { passesFilter } from './stream-filter.ts';

/** The two readers of the table's stream. */
export type LocalStreams = { record: StreamReader; start: StreamReader; stop(): Promise<void> };

export type LocalStreamOptions = {
  endpoint: string;
  streamArn: string;
  functions: LocalFunctions;
  /** False: paused until `resume()`. */
  reading: boolean;
  /** The file of a reader's checkpoint. */
  file: (name: string) => string | undefined;
  log: (line: string) => void;
};

export function openStreams(options: LocalStreamOptions): LocalStreams {
  const { endpoint, streamArn, functions } = options;
  const api = streamApi(endpoint);
  const read = (name: 'record' | 'nurture-start', filter?: typeof startFilter) => {
    const reader = readStream({
      api,
      streamArn,
      checkpoint: openCheckpoint(streamArn, options.file(name)),
      deliver: (event) => functions.invoke(name, event),
      passes: filter && ((record) => passesFilter(record, filter)),
      log: (line) => options.log(`${name}: ${line}`),
    });
    if (!options.reading || !functions.has(name)) void reader.pause();
    return reader;
  };
  const record = read('record');
  const start = read('nurture-start', startFilter);
  return {
    record,
    start,
    async stop() {
      await Promise.all([record.stop(), start.stop()]);
    },
  };
}
