// Bundles the dashboard into a folder. What the page loads is named by its content, so that a browser
// may keep it for ever; each file has a copy in brotli beside it, made here since that is slow.
import { createHash } from "node:crypto";
import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { brotliCompressSync } from "node:zlib";
import { build, stop } from "esbuild";

const here = fileURLToPath(new URL(".", import.meta.url));

/** As many hexadecimal digits as tell the versions of one file apart. */
const DIGITS = 12;

export default async function (folder) {
  await rm(folder, { recursive: true, force: true });
  await mkdir(resolve(folder, "assets"), { recursive: true });
  const { outputFiles } = await build({
    bundle: true,
    minify: true,
    format: "esm",
    target: "es2022",
    outdir: folder,
    write: false,
    logLevel: "warning",
    absWorkingDir: here,
    entryPoints: [
      { in: "src/main.ts", out: "main" },
      { in: "src/main.css", out: "main" },
      { in: "../client/src/worker.ts", out: "worker" },
    ],
  });
  await stop();
  const bundled = (name) => outputFiles.find(({ path }) => path.endsWith(name)).text;
  const own = (name) => readFile(resolve(here, name), "utf8");
  const written = new Map(); // name in the source → name served
  const write = async (name, content, named) => {
    let text = content;
    written.forEach((to, from) => (text = text.replaceAll(`/${from}`, `/${to}`)));
    const hash = createHash("sha256").update(text).digest("hex").slice(0, DIGITS);
    const file = named ? `assets/${name.replace(".", `-${hash}.`)}` : name;
    written.set(`assets/${name}`, file);
    await writeFile(resolve(folder, file), text);
    await writeFile(resolve(folder, `${file}.br`), brotliCompressSync(text));
  };
  // who names another comes behind it
  await write("icon.svg", await own("icon.svg"), true);
  await write("worker.js", bundled("worker.js"), true);
  await write("main.js", bundled("main.js"), true);
  await write("main.css", bundled("main.css"), true);
  await write("index.html", await own("index.html"), false);
  // a class path can't be listed
  await writeFile(resolve(folder, "files.txt"), `${[...written.values()].join("\n")}\n`);
}
