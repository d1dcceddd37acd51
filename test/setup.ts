import fc from 'fast-check';

// The same histories in every run, so that a red test is a change's fault; FC_SEED=… looks for others.
fc.configureGlobal({ seed: Number(process.env.FC_SEED ?? 20261122) });
