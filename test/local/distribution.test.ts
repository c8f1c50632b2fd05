import { eventually, Laptop } from './laptop.ts';
import { distributionConfig, pageResources } from './pages.ts';

/** A distribution before a bucket, with a function that ends in these statements. */
function distributionWith(statements: string) {
  const code = `function handler(event) { ${statements} event.request.uri = '/page.html'; return event.request; }`;
  return {
    ...pageResources,
    Rewrite: {
      Type: 'AWS::CloudFront::Function',
      Properties: {
        Name: 'rewrite',
        FunctionCode: code,
        FunctionConfig: { Comment: '', Runtime: 'cloudfront-js-2.0' },
      },
    },
    Distribution: {
      Type: 'AWS::CloudFront::Distribution',
      Properties: {
        DistributionConfig: {
          ...distributionConfig,
          DefaultCacheBehavior: {
            ...distributionConfig.DefaultCacheBehavior,
            FunctionAssociations: [
              { EventType: 'viewer-request', FunctionARN: { 'Fn::GetAtt': ['Rewrite', 'FunctionARN'] } },
            ],
          },
        },
      },
    },
  };
}

let laptop: Laptop;
const serve = async (statements: string) => {
  laptop = await Laptop.start();
  await laptop.deploy(distributionWith(statements));
  await laptop.cloud.buckets.get('pages')?.put('page.html', 'the page');
  return laptop.listen();
};

afterEach(() => laptop.stopAndForget());

test('a function for which a busy machine has no time is waited for', async () => {
  const url = await serve('for (const begun = Date.now(); Date.now() - begun < 300; );');
  const answers = await Promise.all(['/', '/a', '/b'].map((path) => fetch(`${url}${path}`)));
  expect(await Promise.all(answers.map((answer) => answer.text()))).toEqual(Array(3).fill('the page'));
});

test('a function that fails is told with where it failed, and with nothing of the request', async () => {
  const said: string[] = [];
  const { error } = console;
  console.error = (line: string) => said.push(line);
  try {
    const url = await serve('throw new RangeError(event.request.uri);');
    expect((await fetch(`${url}/private-path`)).status).toBe(500);
    const [line] = await eventually(() => (said.length > 0 ? said : null));
    expect(line).toMatch(/^request \S+ failed: RangeError\n\s+at handler/);
    expect(line).toContain('edge-function.ts');
    expect(line).not.toContain('private-path');
  } finally {
    console.error = error;
  }
});
