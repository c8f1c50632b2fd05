/** Rights in projects; `*` as project, module or environment stands for all. */
export interface AccessRights {
  readonly projects?: Readonly<Record<string, ProjectRights>>;
}

export interface ProjectRights {
  /** Write implies read. */
  readonly modules?: Readonly<Record<string, 'read' | 'write'>>;
  readonly environments?: Readonly<Record<string, readonly ('read' | 'execute' | 'deploy')[]>>;
}
