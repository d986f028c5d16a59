import { imageDigest, imageName, imageRepository, labelName, tagTemplate } from './container-image-schema.js'
import { registryHost } from './image-builder-schema.js'
import { addsPattern, producesPattern } from './hardening-schema.js'
import type { MessageKey } from '../messages/message.js'
import { channelPattern, namePattern, platformPattern, versionPattern } from './name-patterns.js'
import { languagePattern } from './manifest-edit-schema.js'
import { entryPath, secret } from './package-fields.js'
import { relativePath } from './relative-path.js'
import { itemPath, writableText } from './jenkins-order-schema.js'
import { httpUrl, identifier } from './schema-fields.js'
import { objectName, quantity, releaseName } from './staging-schema.js'

/** What the patterns of the schemas ask for, in words; a test holds that each of them is here. */
const patternWords: Readonly<Record<string, MessageKey>> = {
  [identifier]: 'pattern.identifier',
  [namePattern]: 'pattern.name',
  [versionPattern]: 'pattern.version',
  [channelPattern.source]: 'pattern.channel',
  [platformPattern]: 'pattern.platform',
  [relativePath.pattern]: 'pattern.projectPath',
  [entryPath.pattern]: 'pattern.entryPath',
  [secret.pattern]: 'pattern.secret',
  [languagePattern]: 'pattern.language',
  [producesPattern]: 'pattern.produces',
  [addsPattern]: 'pattern.adds',
  [itemPath]: 'pattern.jenkinsPath',
  [writableText]: 'pattern.text',
  [httpUrl.pattern]: 'pattern.httpUrl',
  [objectName]: 'pattern.objectName',
  [releaseName]: 'pattern.releaseName',
  [quantity]: 'pattern.quantity',
  '^[a-z0-9.{}-]*\\{namespace\\}[a-z0-9.{}-]*$': 'pattern.hostOfNamespace',
  '^[a-z][a-z0-9]{0,14}$': 'pattern.namespacePrefix',
  '^[a-z][a-z0-9./-]{0,127}$': 'pattern.quotaName',
  '^[A-Za-z][A-Za-z0-9]*(\\.[a-z0-9.-]+)?$': 'pattern.objectKind',
  '^(https?|grpcs?|s3|oss)://[^\\s@]+$': 'pattern.cacheUrl',
  '^https://[^\\s@]+$|^http://(?:localhost|127\\.0\\.0\\.1)(?::\\d{1,5})?(?:/[^\\s@]*)?$': 'pattern.issuer',
  '^openid(?: [\\x21\\x23-\\x5B\\x5D-\\x7E]+)*$': 'pattern.scopes',
  '^(?:\\*|[A-Za-z0-9][A-Za-z0-9._-]{0,63})$': 'pattern.projectOrAll',
  '^https?://[^\\s@/]+/?$': 'pattern.httpOrigin',
  '^https?://[^\\s@?#]+$': 'pattern.httpPlain',
  '^https?://[^\\s@?#]+/$': 'pattern.httpFolder',
  '^([A-Za-z0-9._-]+|\\[[0-9a-fA-F:]+\\]):\\d{1,5}$|^/.+': 'pattern.listen',
  '^([01]\\d|2[0-3]):[0-5]\\d$': 'pattern.timeOfDay',
  '^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}(\\.\\d{1,3})?Z$': 'pattern.moment',
  '^[0-9a-f]{64}$': 'pattern.fingerprint',
  '^[A-Za-z0-9_+/-]+$': 'pattern.timeZone',
  '^[^\\s@]+$': 'pattern.address',
  '^[A-Za-z_][A-Za-z0-9_]*$': 'pattern.variable',
  '^[A-Za-z_][A-Za-z0-9_]{0,127}$': 'pattern.variable128',
  '\\{n\\}': 'pattern.withN',
  '^[A-Za-z0-9][A-Za-z0-9._-]{0,127}$': 'pattern.id128',
  '^[A-Za-z0-9][A-Za-z0-9._-]{0,154}$': 'pattern.id155',
  '^[A-Za-z0-9._-]{1,253}$': 'pattern.host',
  '^[0-9A-Fa-f.:]{2,45}(?:/[0-9]{1,3})?$': 'pattern.network',
  '^(?!/)(?!.*(^|/)\\.\\.(/|$))([^\\\\]*/)?$': 'pattern.folderOrNone',
  '^((?!\\.\\.?/)[^/\\\\\\x00-\\x1f]+/)*$': 'pattern.entryFolder',
  '^((?!\\.\\.?/)[^/\\\\\\x00-\\x1f{}]+/)*(?!\\.\\.?$)[^/\\\\\\x00-\\x1f{}]+$': 'pattern.slashedPath',
  '^[^/\\s-][^\\n\\\\]*$': 'pattern.jobName',
  [
    '^(https?|ssh|git|file|svn|svn\\+ssh)://[^\\s-][^\\s]*$|' +
    '^[A-Za-z0-9._-]+@[A-Za-z0-9][A-Za-z0-9.-]*:[^\\s-][^\\s]*$'
  ]: 'pattern.repositoryUrl',
  '^[^\\s:-][^\\s:]*$': 'pattern.user',
  '^[^\\s/?#][^\\s?#]*$': 'pattern.groupName',
  '^[A-Za-z0-9._-]+(:\\d{1,5})?(,[A-Za-z0-9._-]+(:\\d{1,5})?)*$': 'pattern.servers',
  '^(/[A-Za-z0-9._-]+)+$': 'pattern.zookeeperPath',
  '^digest:[^:\\s]+:(file:.+|env:[A-Za-z_][A-Za-z0-9_]*)$': 'pattern.digest',
  '^[A-Za-z0-9][A-Za-z0-9._-]{0,31}$': 'pattern.id32',
  '^\\d[0-9A-Za-z.+-]{0,31}$': 'pattern.toolVersion',
  '^[A-Za-z][A-Za-z0-9_]*(\\.[A-Za-z][A-Za-z0-9_]*)+$': 'pattern.applicationId',
  '^[^-\\s][^\\s]*$': 'pattern.noBlanks',
  '^[^\\x00-\\x1f\\x7f]*$': 'pattern.oneLine',
  '^(/(?!\\.\\.?(/|$))[A-Za-z0-9._+@-]+)+$': 'pattern.machinePath',
  '^[^\\s:-][^:\\x00-\\x1f]*$': 'pattern.somebody',
  '^/[^\\s]*$': 'pattern.urlPath',
  '^[a-z0-9][A-Za-z0-9._:/@-]*$': 'pattern.image',
  [imageName]: 'pattern.imageName',
  [imageRepository]: 'pattern.imageRepository',
  [imageDigest]: 'pattern.imageDigest',
  [tagTemplate]: 'pattern.imageTag',
  [labelName]: 'pattern.imageLabel',
  [registryHost]: 'pattern.registryHost',
  '^[A-Za-z][A-Za-z0-9-]*=\\S.*$': 'pattern.distinguishedName',
  '^(?!(?:userPassword|objectClass)$)[A-Za-z][A-Za-z0-9-]{0,63}$': 'pattern.attribute',
  '^ldaps?://[^\\s/@]+/?$': 'pattern.ldapUrl',
  '^[A-Za-z0-9._:-]{1,253}$': 'pattern.hostOrAddress',
  '^[^\\s@<>,;"]+@[^\\s@<>,;"]+$': 'pattern.mailAddress',
  '^[A-Za-z][A-Za-z0-9_-]*(\\.[A-Za-z0-9_-]+)+$': 'pattern.appId',
  '^(https://[^\\s@?#]+|http://127\\.0\\.0\\.1:\\d+[^\\s@?#]*)[^/]$': 'pattern.storeAddress',
  '^[0-9A-Za-z]+$': 'pattern.lettersAndDigits',
  '^[A-Za-z0-9][A-Za-z0-9:_. -]*$': 'pattern.trackName',
  '^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$': 'pattern.languageTag',
  '^[^-@]': 'pattern.noDash'
}

/** A pattern in words; undefined for one that nobody has described. */
export function patternText (pattern: string): MessageKey | undefined {
  return patternWords[pattern]
}
