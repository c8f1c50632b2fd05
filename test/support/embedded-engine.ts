/** A port on which nothing listens stands in for a DynamoDB that is not there. */
export { freePort } from '../../local/http/listen.ts';
