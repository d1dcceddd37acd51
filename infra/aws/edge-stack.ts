import { CrossStackReferences, ReferenceStrength, Stack, type StackProps } from 'aws-cdk-lib';
import { CfnWebACL } from 'aws-cdk-lib/aws-wafv2';
import type { Construct } from 'constructs';

interface RateRule {
  readonly name: string;
  /** Requests of one address in five minutes before it is refused. */
  readonly limit: number;
  /** Paths that count; all without it. */
  readonly path?: string;
  readonly method?: 'POST';
}

/** Generous for people and the page builders that post for them, narrow for one machine that floods. */
export const rateRules: RateRule[] = [
  { name: 'Signups', limit: 300, path: '/f/', method: 'POST' },
  { name: 'AdminApi', limit: 1_500, path: '/v1/' },
  { name: 'Everything', limit: 3_000 },
];

/** What CloudFront asks before it lets a request through; its rules live in us-east-1, wherever the rest is. */
export class KweekEdge extends Stack {
  readonly rulesArn: string;

  constructor(scope: Construct, props: StackProps) {
    super(scope, 'KweekEdge', { ...props, env: { ...props.env, region: 'us-east-1' } });
    const rules = new CfnWebACL(this, 'Rules', {
      scope: 'CLOUDFRONT',
      defaultAction: { allow: {} },
      visibilityConfig: visible('Kweek'),
      rules: rateRules.map((rule, priority) => ({
        name: rule.name,
        priority,
        action: { block: { customResponse: { responseCode: 429 } } },
        visibilityConfig: visible(`Kweek${rule.name}`),
        statement: { rateBasedStatement: rateStatement(rule) },
      })),
    });
    // Read from its outputs at deployment: the stacks stand in two regions, and this needs no helper of CDK's.
    CrossStackReferences.of(rules).produce(ReferenceStrength.WEAK);
    this.rulesArn = rules.attrArn;
  }
}

const visible = (metricName: string): CfnWebACL.VisibilityConfigProperty => ({
  metricName,
  cloudWatchMetricsEnabled: true,
  // Samples hold addresses and the links of mails.
  sampledRequestsEnabled: false,
});

function rateStatement({ limit, path, method }: RateRule): CfnWebACL.RateBasedStatementProperty {
  const conditions = [
    ...(path ? [matches({ uriPath: {} }, 'STARTS_WITH', path)] : []),
    ...(method ? [matches({ method: {} }, 'EXACTLY', method)] : []),
  ];
  const [only, ...more] = conditions;
  const scope = more.length > 0 ? { andStatement: { statements: conditions } } : only;
  return {
    limit,
    evaluationWindowSec: 300,
    aggregateKeyType: 'IP',
    ...(scope ? { scopeDownStatement: scope } : {}),
  };
}

const matches = (
  fieldToMatch: CfnWebACL.FieldToMatchProperty,
  positionalConstraint: 'STARTS_WITH' | 'EXACTLY',
  searchString: string,
): CfnWebACL.StatementProperty => ({
  byteMatchStatement: {
    fieldToMatch,
    positionalConstraint,
    searchString,
    textTransformations: [{ priority: 0, type: 'NONE' }],
  },
});
