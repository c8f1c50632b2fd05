# Written by `npm run client:python-types` from the API of this repository.
