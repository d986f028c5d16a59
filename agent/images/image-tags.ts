import { PacklineError } from '../errors.js'

/** What a build is called. */
export interface BuildName {
  version?: string | undefined
  build?: number | undefined
  commit?: string | undefined
}

export interface ImageTag {
  tag: string
  /** It names this build: never other bytes. */
  isFixed: boolean
}

/** The tags of a build. Throws CONTAINER_TAG_INVALID where one needs what is not known. */
export function imageTags (image: string, templates: readonly string[], name: BuildName): ImageTag[] {
  const words: Record<string, string | undefined> = {
    version: name.version,
    build: name.build === undefined ? undefined : String(name.build),
    commit: name.commit?.slice(0, 12)
  }
  return templates.map(template => ({
    tag: template.replace(/\{([a-z]+)\}/g, (_, word: string) => {
      const value = words[word]
      if (value === undefined) {
        throw new PacklineError('CONTAINER_TAG_INVALID', { image, tag: template, word })
      }
      return value
    }),
    isFixed: template.includes('{build}')
  }))
}
