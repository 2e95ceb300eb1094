/** What visitors see until the first release of a frontend is live; stands alone, since nothing else was uploaded. */
export const fallbackPage = `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>Nothing released yet</title>
  </head>
  <body>
    <h1>Nothing released yet</h1>
    <p>The stack is up. Deploy a frontend release and name it in the stack's configuration to see it here.</p>
  </body>
</html>
`;
