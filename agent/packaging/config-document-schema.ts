const text = { type: 'string', maxLength: 4096 } as const

/**
 * The document that a game's packaging scripts and the game itself get per row. Fields are only added within
 * a schema version; resources/schema/package-config-1.schema.json is generated from this.
 */
export const configDocumentSchema = {
  $schema: 'http://json-schema.org/draft-07/schema#',
  title: 'packline package configuration, version 1',
  type: 'object',
  required: ['schema', 'project', 'version', 'build', 'platform'],
  description:
    'What one package is: which version, for which target, platform and channel, with which servers and ' +
    'parameters. A project without targets gets none of the fields about targets',
  properties: {
    schema: {
      const: 1,
      description: 'Version of this schema; a reader that finds a higher one must not guess'
    },
    project: { ...text, description: 'Short name of the game' },
    version: { ...text, pattern: '^\\d{1,9}(\\.\\d{1,9}){0,3}$', description: 'Version of the package' },
    build: { type: 'integer', minimum: 1, description: 'Build number' },
    platform: { ...text, description: 'Platform, for example android' },
    channel: {
      ...text,
      description: 'Channel (store or partner), in any script; absent where the platform has none'
    },
    pairing: {
      ...text,
      description:
        'Pairing of client build, environment and hot-update source; absent where the project has none'
    },
    target: {
      type: 'object',
      required: ['id', 'kind'],
      description: 'The release target',
      properties: {
        id: { ...text, description: 'Its id' },
        kind: { ...text, description: 'Its label, for people' }
      }
    },
    environment: {
      type: 'object',
      required: ['name', 'services'],
      description: 'The servers that the client starts with',
      properties: {
        name: { ...text, description: 'Name of the environment' },
        services: {
          type: 'object',
          description: 'Services by name',
          additionalProperties: {
            type: 'object',
            required: ['addresses'],
            description: 'One service',
            properties: {
              addresses: { type: 'array', items: text, description: 'HOST:PORT or URLs' }
            }
          }
        }
      }
    },
    hotUpdate: {
      type: 'object',
      required: ['packageUrl', 'remoteVersionUrl', 'remoteManifestUrl'],
      description: 'Where the client looks for hot updates; absent where the project has none',
      properties: {
        packageUrl: { ...text, description: "Address of the target's folder" },
        remoteVersionUrl: { ...text, description: 'Address of version.manifest' },
        remoteManifestUrl: { ...text, description: 'Address of project.manifest' },
        manifest: {
          type: 'object',
          required: ['root', 'path'],
          description: 'The project.manifest inside the package; absent where it holds none',
          properties: {
            root: { ...text, description: 'Folder of the package that the game reads its files below' },
            path: { ...text, description: 'Path below it, which the game gives to AssetsManagerEx' }
          }
        }
      }
    },
    parameters: {
      type: 'object',
      additionalProperties: { type: ['string', 'number', 'boolean'] },
      description: "The project's delivery parameters, with the values of this target"
    }
  }
} as const

export interface ConfigDocument {
  schema: 1
  project: string
  version: string
  build: number
  platform: string
  channel?: string
  pairing?: string
  target?: { id: string, kind: string }
  environment?: { name: string, services: Record<string, { addresses: string[] }> }
  hotUpdate?: {
    packageUrl: string
    remoteVersionUrl: string
    remoteManifestUrl: string
    manifest?: ManifestPlace
  }
  parameters?: Record<string, string | number | boolean>
}

/** The entry `root` + `path` of a package; assets lie below `root`. */
export interface ManifestPlace {
  root: string
  path: string
}
