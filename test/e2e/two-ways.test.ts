import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import { demoConfigFor } from '../../infra/local/demo/config.ts';
import { type LocalStack, startLocal } from '../../infra/local/stack.ts';
import { confirm, signUp, subjects, subjectsTo } from './lead.ts';

let stack: LocalStack;
beforeAll(async () => {
  stack = await startLocal({ dynamodb: inject('dynamodb'), config: demoConfigFor, sweep: false });
  await stack.sweepNow(); // asks SES for the account's rate
});
afterAll(() => stack?.stop());

it('sends what a lead asks for at once, by the stream alone', async () => {
  const email = 'stream@voorbeeld.example';
  await signUp(stack, email);
  await stack.settle();
  await confirm(stack, email);
  await stack.settle();
  expect(subjectsTo(stack, email)).toEqual([subjects.confirmation, subjects.guide]);
});

it('sends it by the sweep alone when the stream is not read, and no second time when it is read again', async () => {
  const email = 'sweep@voorbeeld.example';
  await stack.stream.start.pause();
  await signUp(stack, email);
  await stack.settle();
  expect(subjectsTo(stack, email)).toEqual([]);
  await stack.sweepNow();
  await confirm(stack, email);
  await stack.settle();
  expect(subjectsTo(stack, email)).toEqual([subjects.confirmation]);
  await stack.sweepNow();
  expect(subjectsTo(stack, email)).toEqual([subjects.confirmation, subjects.guide]);
  stack.stream.start.resume();
  await stack.settle();
  expect(subjectsTo(stack, email)).toEqual([subjects.confirmation, subjects.guide]);
});
