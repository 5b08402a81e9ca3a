// Checks the types of all members and builds those that have pages: `build.mjs <folder of the pages>`.
// Runs in Deno, as Maven does it, and in Node.
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { resolve } from "node:path";
import process from "node:process";
import { fileURLToPath, pathToFileURL } from "node:url";

const root = fileURLToPath(new URL(".", import.meta.url));
const pages = resolve(process.argv[2] ?? "dist");
const runtime = "Deno" in globalThis ? ["run", "--allow-all"] : [];

for (const member of ["client", "client/test", "app"]) {
  const folder = resolve(root, member);
  if (!existsSync(resolve(folder, "tsconfig.json"))) {
    continue;
  }
  const tsc = resolve(root, "node_modules/typescript/bin/tsc");
  const { status } = spawnSync(process.execPath, [...runtime, tsc, "-p", folder, "--noEmit"], {
    stdio: "inherit",
  });
  if (status !== 0) {
    process.exit(1);
  }
  const build = resolve(folder, "build.mjs");
  if (existsSync(build)) {
    await (await import(pathToFileURL(build).href)).default(pages);
  }
}
