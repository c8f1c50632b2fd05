import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { StartError } from '../errors.ts';
import type { Template } from '../template/template.ts';

/** A stack of the assembly with the folders of its assets. */
export interface AssemblyStack {
  readonly name: string;
  readonly template: Template;
  /** Object key in the asset bucket → folder or file on this machine. */
  readonly assets: ReadonlyMap<string, string>;
}

interface Artifact {
  readonly type: string;
  readonly dependencies?: readonly string[];
  readonly properties?: {
    readonly templateFile?: string;
    readonly stackName?: string;
    readonly file?: string;
  };
}

interface AssetManifest {
  readonly files?: Record<
    string,
    {
      readonly source: { readonly path?: string };
      readonly destinations: Record<string, { objectKey: string }>;
    }
  >;
}

/** The stacks of a synthesized assembly, each after those it depends on. */
export async function readAssembly(folder: string): Promise<AssemblyStack[]> {
  const manifest = (await readJsonFile(join(folder, 'manifest.json'))) as {
    artifacts?: Record<string, Artifact>;
  };
  const artifacts = manifest.artifacts ?? {};
  if (Object.values(artifacts).some(({ type }) => type === 'cdk:cloud-assembly')) {
    throw new StartError('the app has CDK stages; the laptop server supports stacks of one app only');
  }
  const stacks: AssemblyStack[] = [];
  for (const id of inDependencyOrder(artifacts)) {
    const { type, properties, dependencies } = artifacts[id] as Artifact;
    if (type !== 'aws:cloudformation:stack' || properties?.templateFile === undefined) continue;
    stacks.push({
      name: properties.stackName ?? id,
      template: (await readJsonFile(join(folder, properties.templateFile))) as Template,
      assets: await readAssets(
        folder,
        (dependencies ?? []).map((name) => artifacts[name]),
      ),
    });
  }
  return stacks;
}

function inDependencyOrder(artifacts: Record<string, Artifact>): string[] {
  const ordered = new Set<string>();
  // The assembly comes from the CDK, which refuses cycles.
  const visit = (id: string) => {
    if (ordered.has(id)) return;
    for (const dependency of artifacts[id]?.dependencies ?? []) visit(dependency);
    ordered.add(id);
  };
  for (const id of Object.keys(artifacts)) visit(id);
  return [...ordered];
}

async function readAssets(
  folder: string,
  artifacts: readonly (Artifact | undefined)[],
): Promise<Map<string, string>> {
  const assets = new Map<string, string>();
  for (const artifact of artifacts) {
    if (artifact?.type !== 'cdk:asset-manifest' || artifact.properties?.file === undefined) continue;
    const manifest = (await readJsonFile(join(folder, artifact.properties.file))) as AssetManifest;
    for (const { source, destinations } of Object.values(manifest.files ?? {})) {
      for (const { objectKey } of Object.values(destinations)) {
        if (source.path !== undefined) assets.set(objectKey, join(folder, source.path));
      }
    }
  }
  return assets;
}

async function readJsonFile(path: string): Promise<unknown> {
  return JSON.parse(await readFile(path, 'utf8'));
}
