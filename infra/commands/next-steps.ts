/** What the stacks print, by stack and name, as `cdk deploy --outputs-file` writes it. */
export type Outputs = Record<string, Record<string, string>>;

/** What a person has to do after a deployment, in this order; things already done may be left out. */
export function nextSteps(outputs: Outputs, alarmEmail: string | undefined): string {
  const { KweekData: data = {}, KweekApp: app = {} } = outputs;
  const records = [
    ...['Dkim1', 'Dkim2', 'Dkim3', 'MailFromMx', 'MailFromSpf', 'Dmarc'].map((name) => data[name]),
    app.EdgeRecord ?? app.DomainRecord,
  ].filter((record) => record !== undefined);
  const key = data.AdminKeyCommand;
  const url = app.BaseUrl;
  const steps = [
    records.length > 0 && ['Put these records into the DNS, unless they are there:', ...records],
    alarmEmail && [`Confirm the subscription that AWS has mailed to ${alarmEmail}.`],
    [
      'Ask for production access, in the SES console, if this account is still in the sandbox. Until then only',
      "verified addresses, testRecipients and SES's simulator can be mailed.",
    ],
    key && ['The admin key:', key],
    key &&
      url && [
        'Publish a programme (docs/deploy.md, step 5), then try everything:',
        `KWEEK_ADMIN_KEY=${key.replace(/^echo /, '')} npm run smoke -- ${url}`,
      ],
  ].filter((step) => Array.isArray(step));
  return steps
    .map(([first, ...more], index) => [`${index + 1}. ${first}`, ...more.map(indent)].join('\n'))
    .join('\n');
}

const indent = (line: string) => `   ${line}`;
