// Runs the server audits of graphql-http against the URL given. Exit code: 0 when all pass, 1 when one fails,
// 2 when they could not be run.
import { serverAudits } from "graphql-http";

const url = process.argv[2];
if (!url) {
  console.error("usage: node run.mjs URL    (for example http://127.0.0.1:8000/graphql)");
  process.exit(2);
}

let passed = 0;
let failed = 0;
for (const audit of serverAudits({ url })) {
  try {
    const result = await audit.fn();
    if (result.status === "ok") {
      passed += 1;
      continue;
    }
    failed += 1;
    console.log(`${result.status}  ${audit.id}  ${audit.name}\n      ${result.reason}`);
  } catch (fault) {
    console.error(`${audit.id} could not be run against ${url}: ${fault.cause?.message ?? fault.message}`);
    process.exit(2);
  }
}
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;
