import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod';
import { StartError } from '../errors.ts';
import { type Template, template } from '../template/template.ts';

/** A stack of the assembly, and the folders of its assets. */
export interface AssemblyStack {
  readonly name: string;
  readonly template: Template;
  /** Object key in the asset bucket → folder or file on this machine. */
  readonly assets: ReadonlyMap<string, string>;
}

const artifact = z.object({
  type: z.string(),
  dependencies: z.array(z.string()).default([]),
  properties: z
    .object({
      templateFile: z.string().optional(),
      stackName: z.string().optional(),
      file: z.string().optional(),
    })
    .default({}),
});

type Artifact = z.infer<typeof artifact>;

const assemblyManifest = z.object({ artifacts: z.record(z.string(), artifact).default({}) });

const assetManifest = z.object({
  files: z
    .record(
      z.string(),
      z.object({
        source: z.object({ path: z.string().optional() }),
        destinations: z.record(z.string(), z.object({ objectKey: z.string() })),
      }),
    )
    .default({}),
});

/** The stacks of a synthesized assembly, each after those it depends on. */
export async function readAssembly(folder: string): Promise<AssemblyStack[]> {
  const { artifacts } = await read(folder, 'manifest.json', assemblyManifest);
  if (Object.values(artifacts).some(({ type }) => type === 'cdk:cloud-assembly')) {
    throw new StartError('the app has CDK stages; the laptop server supports stacks of one app only');
  }
  const stacks: AssemblyStack[] = [];
  for (const [id, { type, properties, dependencies }] of inDependencyOrder(artifacts)) {
    if (type !== 'aws:cloudformation:stack' || properties.templateFile === undefined) continue;
    stacks.push({
      name: properties.stackName ?? id,
      template: await read(folder, properties.templateFile, template),
      assets: await readAssets(
        folder,
        dependencies.flatMap((name) => artifacts[name] ?? []),
      ),
    });
  }
  return stacks;
}

function inDependencyOrder(artifacts: Readonly<Record<string, Artifact>>): Map<string, Artifact> {
  const ordered = new Map<string, Artifact>();
  // There are no cycles: the CDK refuses them.
  const visit = (id: string) => {
    const found = artifacts[id];
    if (found === undefined || ordered.has(id)) return;
    for (const dependency of found.dependencies) visit(dependency);
    ordered.set(id, found);
  };
  for (const id of Object.keys(artifacts)) visit(id);
  return ordered;
}

async function readAssets(folder: string, artifacts: readonly Artifact[]): Promise<Map<string, string>> {
  const assets = new Map<string, string>();
  for (const { type, properties } of artifacts) {
    if (type !== 'cdk:asset-manifest' || properties.file === undefined) continue;
    const { files } = await read(folder, properties.file, assetManifest);
    for (const { source, destinations } of Object.values(files)) {
      for (const { objectKey } of Object.values(destinations)) {
        if (source.path !== undefined) assets.set(objectKey, join(folder, source.path));
      }
    }
  }
  return assets;
}

async function read<T>(folder: string, file: string, shape: z.ZodType<T>): Promise<T> {
  return shape.parse(JSON.parse(await readFile(join(folder, file), 'utf8')));
}
