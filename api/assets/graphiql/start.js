"use strict";

// Addresses are relative to the page, so that the console works behind a proxy that adds a path.
const fetcher = GraphiQL.createFetcher({ url: new URL("graphql", document.baseURI).href });

const welcome = `# Tremplin: offers and matching for work-study contracts.
# Ctrl-Space completes, Ctrl-Enter runs; the book at the top left opens the documentation.
# Sign in by a mutation, then set {"Authorization": "Bearer <token>"} under "Headers".
{
  __typename
}
`;

// A token typed under "Headers" must not outlive the page, hence no persistence.
const page = React.createElement(GraphiQL, {
  fetcher,
  defaultQuery: welcome,
  shouldPersistHeaders: false,
});

ReactDOM.createRoot(document.getElementById("graphiql")).render(page);
