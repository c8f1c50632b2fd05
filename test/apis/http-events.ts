/**
 * A call to a named stage, as a gateway sent it: from `APIGatewayLambdaAuthorizerTest.swift` of
 * https://github.com/swift-server/swift-aws-lambda-events. The stage has no variables, the route no parameters.
 */
export const namedStage = {
  version: '2.0',
  type: 'REQUEST',
  routeArn: 'arn:aws:execute-api:eu-north-1:000000000000:0000000000/dev/GET/applications',
  identitySource: ['abc.xyz.123'],
  routeKey: 'GET /applications',
  rawPath: '/dev/applications',
  rawQueryString: '',
  headers: {
    accept: '*/*',
    authorization: 'abc.xyz.123',
    'content-length': '0',
    host: '0000000000.execute-api.eu-north-1.amazonaws.com',
    'user-agent': 'curl/8.1.2',
    'x-amzn-trace-id': 'Root=1-00000000-000000000000000000000000',
    'x-forwarded-for': '0.0.0.0',
    'x-forwarded-port': '443',
    'x-forwarded-proto': 'https',
  },
  requestContext: {
    accountId: '000000000000',
    apiId: '0000000000',
    domainName: '0000000000.execute-api.eu-north-1.amazonaws.com',
    domainPrefix: '0000000000',
    http: {
      method: 'GET',
      path: '/dev/applications',
      protocol: 'HTTP/1.1',
      sourceIp: '0.0.0.0',
      userAgent: 'curl/8.1.2',
    },
    requestId: 'QHACgr8sig0MELg=',
    routeKey: 'GET /applications',
    stage: 'dev',
    time: '15/Dec/2023:20:35:03 +0000',
    timeEpoch: 1702672503230,
  },
};

/**
 * The example of AWS for payload format 2.0, which has all members:
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-lambda-authorizer.html. Its ARN names another stage
 * than its context.
 */
export const ofTheManual = {
  version: '2.0',
  type: 'REQUEST',
  routeArn: 'arn:aws:execute-api:us-east-1:123456789012:abcdef123/test/GET/request',
  identitySource: ['user1', '123'],
  routeKey: '$default',
  rawPath: '/my/path',
  rawQueryString: 'parameter1=value1&parameter1=value2&parameter2=value',
  cookies: ['cookie1', 'cookie2'],
  headers: { header1: 'value1', header2: 'value2' },
  queryStringParameters: { parameter1: 'value1,value2', parameter2: 'value' },
  requestContext: {
    accountId: '123456789012',
    apiId: 'api-id',
    authentication: {
      clientCert: {
        clientCertPem: 'CERT_CONTENT',
        subjectDN: 'www.example.com',
        issuerDN: 'Example issuer',
        serialNumber: '1',
        validity: { notBefore: 'May 28 12:30:02 2019 GMT', notAfter: 'Aug  5 09:36:04 2021 GMT' },
      },
    },
    domainName: 'id.execute-api.us-east-1.amazonaws.com',
    domainPrefix: 'id',
    http: { method: 'POST', path: '/my/path', protocol: 'HTTP/1.1', sourceIp: 'IP', userAgent: 'agent' },
    requestId: 'id',
    routeKey: '$default',
    stage: '$default',
    time: '12/Mar/2020:19:03:58 +0000',
    timeEpoch: 1583348638390,
  },
  pathParameters: { parameter1: 'value1' },
  stageVariables: { stageVariable1: 'value1', stageVariable2: 'value2' },
};
