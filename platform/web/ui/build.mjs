// Builds the browser's files into one folder, named by their content, with manifest.json.
// Called by deploy/build_assets.py: node build.mjs OUT ICON,ICON,... TEMPLATE_ROOT...
import { createHash } from "node:crypto";
import { mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { compile, optimize } from "@tailwindcss/node";
import { build } from "esbuild";

const here = dirname(fileURLToPath(import.meta.url));
const [out, icons, ...roots] = process.argv.slice(2);
const manifest = {};

await rm(out, { recursive: true, force: true });
await mkdir(out, { recursive: true });
await keep("icons.svg", Buffer.from(await sprite(icons.split(","))));
await keep("favicon.svg", await readFile(join(here, "favicon.svg")));
await bundle(await stylesheet());
await writeFile(join(out, "manifest.json"), JSON.stringify(manifest, Object.keys(manifest).sort(), 1));

/** Tailwind reads every template for the classes it uses: none is composed at run time. */
async function stylesheet() {
  const file = join(here, "css/app.css");
  const compiler = await compile(await readFile(file, "utf8"), { base: dirname(file), from: file, onDependency() {} });
  const candidates = await words([...roots, join(here, "js")]);
  return optimize(compiler.build(candidates), { minify: true }).code;
}

/** Every word that could be a class; Tailwind ignores those that are none. */
async function words(folders) {
  const found = new Set();
  for (const folder of folders) {
    for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
      const file = join(entry.parentPath, entry.name);
      const page = file.includes("/templates/") && file.endsWith(".html") && !file.includes("/node_modules/");
      if (!entry.isFile() || !(page || folder.endsWith("/js"))) continue;
      for (const word of (await readFile(file, "utf8")).split(/[\s"'`{}<>=]+/)) found.add(word);
    }
  }
  return [...found];
}

/** One symbol per icon, so that a page names an icon and carries no drawing. */
async function sprite(names) {
  const symbols = await Promise.all(names.map(symbol));
  const brand = await readFile(join(here, "brand.svg"), "utf8");
  return `<svg xmlns="http://www.w3.org/2000/svg">${symbols.join("")}${brand.trim()}</svg>`;
}

async function symbol(name) {
  const file = join(here, "node_modules/lucide-static/icons", `${name}.svg`);
  const drawing = await readFile(file, "utf8").catch(() => {
    throw new Error(`There is no icon named "${name}" in lucide-static.`);
  });
  const inner = drawing.slice(drawing.indexOf(">", drawing.indexOf("<svg")) + 1, drawing.lastIndexOf("</svg>"));
  return `<symbol id="${name}" viewBox="0 0 24 24">${inner.replace(/\s*\n\s*/g, "")}</symbol>`;
}

async function bundle(css) {
  const result = await build({
    absWorkingDir: here,
    entryPoints: { app: "js/app.js", charts: "js/charts.js", sortable: "js/sortable.js" },
    bundle: true,
    minify: true,
    format: "iife",
    target: "es2022",
    write: false,
    outdir: out,
  });
  for (const file of result.outputFiles) await keep(relative(out, file.path), Buffer.from(file.contents));
  const styles = await build({
    absWorkingDir: here,
    stdin: { contents: css, loader: "css", resolveDir: here, sourcefile: "app.css" },
    bundle: true,
    minify: true,
    loader: { ".woff2": "file" },
    assetNames: "[name]-[hash]",
    publicPath: "/assets/",
    write: false,
    outdir: out,
  });
  for (const file of styles.outputFiles) {
    const name = relative(out, file.path);
    if (name.endsWith(".css")) {
      await keep("app.css", Buffer.from(file.contents));
    } else {
      await writeFile(file.path, file.contents);
      if (name.startsWith("inter-latin-wght")) manifest["inter.woff2"] = name;
    }
  }
}

/** Writes a file under a name that changes with its content, and once more compressed. */
async function keep(name, bytes) {
  const digest = createHash("sha256").update(bytes).digest("hex").slice(0, 10);
  const dot = name.lastIndexOf(".");
  const hashed = `${name.slice(0, dot)}-${digest}${name.slice(dot)}`;
  manifest[name] = hashed;
  await writeFile(join(out, hashed), bytes);
  await writeFile(join(out, `${hashed}.gz`), gzipSync(bytes, { level: 9 }));
}
