import type { OpenAPIHono } from '@hono/zod-openapi';
import { calculate } from '../../../shared/domain/forecast/calculator.ts';
import type { AdminEnv } from '../api/admin-env.ts';
import { apiRoute } from '../api/api-route.ts';
import { jsonBody, jsonContent } from '../api/json-content.ts';
import { exampleCalculation } from './forecast-example.ts';
import { CalculationBody, ForecastBody } from './forecast-schema.ts';

const route = apiRoute(
  'POST /v1/reports/forecast/calculate',
  {
    tags: ['Reports'],
    summary: 'Calculate a forecast',
    description:
      'How many leads reach a goal, when, and what that is worth, from counts that you give; nothing is read or stored, so ' +
      'change a count and see what changes. States that are left again and exits make an absorbing Markov chain. ' +
      'By `jump`, a row counts moves to other states: time is a number of moves, and a stay is refused. By `periodic`, ' +
      'a row counts what leads did in each period (a week, a month) that they began in a state, to stay (`to` the same ' +
      'state) included: time is a number of periods, and leads that are still on their way are counted right. A state ' +
      'that is never left, or that leads only to itself, is an exit; so is the goal, whatever comes after it. ' +
      'With `posterior`, each row is uncertain (Dirichlet, `prior` added to each transition in the list): exact where there ' +
      'is no loop, 10,000 seeded draws where there is one. With `none`, the shares of the counts, or chances given as ' +
      'counts, are the truth. Quantiles are drawn in any case: the same request has the same answer. ' +
      'States that nobody was seen to leave, and loops that nothing leaves, are refused by name.',
    request: {
      body: jsonBody(CalculationBody, exampleCalculation),
    },
    responses: {
      200: {
        description: 'The forecast, with how sure it is.',
        content: jsonContent(ForecastBody),
      },
    },
  },
  [400, 413, 415, 422],
);

export function addForecast(app: OpenAPIHono<AdminEnv>): void {
  app.openapi(route, (c) => c.json(calculate(c.req.valid('json')), 200));
}
