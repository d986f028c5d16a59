import { alertErrors } from './alert/alert-errors.js'
import { atlasErrors } from './assets/atlas/atlas-errors.js'
import { texturepackerErrors } from './assets/atlas/texturepacker/texturepacker-errors.js'
import { ccsuiErrors } from './assets/ccsui/ccsui-errors.js'
import { studioXmlErrors } from './assets/ccsui/csd/studio-xml-errors.js'
import { studioProjectErrors } from './assets/ccsui/project/studio-project-errors.js'
import { textTableErrors } from './assets/ccsui/texts/text-table-errors.js'
import { pictureErrors } from './assets/pictures/picture-errors.js'
import { runErrors } from './assets/run/run-errors.js'
import { backupErrors } from './backup/backup-errors.js'
import { directoryErrors } from './directory/directory-errors.js'
import { cacheErrors } from './cache/cache-errors.js'
import { onboardErrors } from './cli/onboard/onboard-errors.js'
import { usageErrors } from './cli/usage-errors.js'
import { configErrors } from './config/config-errors.js'
import { documentErrors } from './coordination/document-errors.js'
import { ensembleErrors } from './coordination/ensemble-errors.js'
import { farmErrors } from './farm/farm-errors.js'
import { fileErrors } from './files/file-errors.js'
import { propertyListErrors } from './formats/property-list-errors.js'
import { zipErrors } from './formats/zip/zip-errors.js'
import { healthErrors } from './health/health-errors.js'
import { httpErrors } from './http/http-errors.js'
import { containerErrors } from './images/container-errors.js'
import { installationErrors } from './installation/installation-errors.js'
import { orderErrors } from './http/order-errors.js'
import { jenkinsErrors } from './jenkins/jenkins-errors.js'
import { agentErrors } from './jobs/agent-errors.js'
import { jobErrors } from './jobs/job-errors.js'
import { refusalErrors } from './jobs/refusal-errors.js'
import { licenceErrors } from './licence/licence-errors.js'
import { noticeErrors } from './notice/notice-errors.js'
import { applicationErrors } from './packaging/application/application-errors.js'
import { hardeningErrors } from './packaging/hardening-errors.js'
import { hotUpdateErrors } from './packaging/hot-update/hot-update-errors.js'
import { profileErrors } from './packaging/ipa/profile-errors.js'
import { packageErrors } from './packaging/package-errors.js'
import { symbolsErrors } from './packaging/symbols/symbols-errors.js'
import { signingErrors } from './packaging/signing-errors.js'
import { toolErrors } from './processes/tool-errors.js'
import { appStoreErrors } from './release/app-stores/app-store-errors.js'
import { approvalErrors } from './release/approval-errors.js'
import { changelogErrors } from './release/changelog-errors.js'
import { lineErrors } from './release/line-errors.js'
import { publishErrors } from './release/publish/publish-errors.js'
import { releaseErrors } from './release/release-errors.js'
import { siteErrors } from './sites/site-errors.js'
import { stagingErrors } from './staging/staging-errors.js'
import { triggerErrors } from './trigger/trigger-errors.js'
import { userErrors } from './users/user-errors.js'
import { generalErrors } from './general-errors.js'
import type { ErrorDefinition } from './define-errors.js'

/** The errors of each domain, from the table beside it, under their heading in docs/errors.md. */
export const errorTables = {
  'Any command': generalErrors,
  Usage: usageErrors,
  Onboarding: onboardErrors,
  Configuration: configErrors,
  Files: fileErrors,
  Cache: cacheErrors,
  Tools: toolErrors,
  Licences: licenceErrors,
  'Asset runs': runErrors,
  Pictures: pictureErrors,
  Atlases: atlasErrors,
  TexturePacker: texturepackerErrors,
  'Property lists': propertyListErrors,
  'Cocos Studio files': ccsuiErrors,
  'Cocos Studio projects': studioProjectErrors,
  'XML of Cocos Studio': studioXmlErrors,
  'Texts of Cocos Studio': textTableErrors,
  Packages: packageErrors,
  'Manifests of packages': applicationErrors,
  'Hardening packages': hardeningErrors,
  'Signing and stamping': signingErrors,
  Symbols: symbolsErrors,
  'Provisioning profiles': profileErrors,
  'Zip files': zipErrors,
  'Hot updates': hotUpdateErrors,
  Releases: { ...releaseErrors, ...approvalErrors, ...changelogErrors, ...appStoreErrors },
  'Lines of hot updates': lineErrors,
  Publishing: publishErrors,
  'The agent over HTTP': httpErrors,
  'People who sign in': userErrors,
  'The agent of a machine': agentErrors,
  Jobs: { ...jobErrors, ...refusalErrors, ...orderErrors },
  Health: healthErrors,
  Farm: farmErrors,
  Alerts: alertErrors,
  Notices: noticeErrors,
  'Repositories, hooks and batches': triggerErrors,
  Jenkins: jenkinsErrors,
  'Installing and updating': installationErrors,
  Backups: backupErrors,
  'Sites and servers': siteErrors,
  'Staging on Kubernetes': stagingErrors,
  'People in a directory': directoryErrors,
  'Container images': containerErrors,
  ZooKeeper: ensembleErrors,
  'Shared documents': documentErrors
}

type Table = typeof errorTables[keyof typeof errorTables]
type CodesOf<One> = One extends unknown ? keyof One : never
export type ErrorCode = CodesOf<Table>

type DefinitionIn<One, Code> = One extends unknown ? Code extends keyof One ? One[Code] : never : never
type DefinitionOf<Code extends ErrorCode> = DefinitionIn<Table, Code>
type PlaceholdersIn<Template> = Template extends `${string}{${infer Name}}${infer Rest}`
  ? (Name extends `${infer Counted}#${string}` ? Counted : Name) | PlaceholdersIn<Rest>
  : never
type HintOf<Definition> = Definition extends { hint: { en: infer Hint } } ? Hint : never

/**
 * What sentence and hint of the error `Code` name in braces, and so what its details must have. What an error
 * lists is worded from other details, and the command line knows which command was called.
 */
export type ErrorPlaceholder<Code extends ErrorCode> = Exclude<
  PlaceholdersIn<DefinitionOf<Code>['text']['en'] | HintOf<DefinitionOf<Code>>>,
  'list' | 'mistakes' | 'called'
>

const definitions: ReadonlyMap<string, ErrorDefinition> = new Map(
  Object.values(errorTables).flatMap((table): Array<[string, ErrorDefinition]> => Object.entries(table))
)

/** What is known of the error `code`; one of another version of packline may be unknown here. */
export function errorDefinition (code: string): ErrorDefinition | undefined {
  return definitions.get(code)
}

export function isErrorCode (code: unknown): code is ErrorCode {
  return typeof code === 'string' && definitions.has(code)
}
