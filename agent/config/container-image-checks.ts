import type { ProjectFile } from './project-schema.js'
import { looksSecret } from './secret-looking.js'
import { mistake, oneOfKnown } from './validate.js'
import type { Mistake } from './validate.js'

/** What may stand in braces in a tag. */
const tagWords = ['version', 'build', 'commit'] as const

/** What the schema cannot see of images: words in tags, services, and secrets in the open. */
export function imageMistakes ({ images, environments }: ProjectFile): Mistake[] {
  const services = [...new Set(Object.values(environments).flatMap(each => Object.keys(each.services)))]
  return Object.entries(images).flatMap(([name, { tags, service, arguments: given, labels }]) => {
    const path = `images.${name}`
    return [
      ...tags.flatMap((tag, index) =>
        [...tag.matchAll(/\{([a-z]+)\}/g)].flatMap(([, word = '']) =>
          tagWords.some(each => each === word)
            ? []
            : [mistake(`${path}.tags[${index}]`, tag, oneOfKnown('config.tagWord', word, tagWords))]
        )
      ),
      ...service === undefined || services.includes(service)
        ? []
        : [mistake(`${path}.service`, service, oneOfKnown('config.imageService', service, services))],
      ...Object.entries(given).flatMap(([argument, value]) =>
        looksSecret(argument, value ?? '')
          ? [mistake(`${path}.arguments.${argument}`, undefined, 'config.noSecretArgument')]
          : []
      ),
      ...Object.entries(labels).flatMap(([label, value]) =>
        looksSecret('', value)
          ? [mistake(`${path}.labels.${label}`, undefined, 'config.noSecretArgument')]
          : []
      )
    ]
  })
}
