import { agentTexts } from './agent-texts.js'
import { assetTexts } from './asset-texts.js'
import { backupTexts } from './backup-texts.js'
import { directoryTexts } from './directory-texts.js'
import { boardTexts } from './board-texts.js'
import { ccsuiTexts } from './ccsui-texts.js'
import { configTexts } from './config-texts.js'
import { farmTexts } from './farm-texts.js'
import { findingTexts } from './finding-texts.js'
import { formTexts } from './form-texts.js'
import { healthTexts } from './health-texts.js'
import { helpTexts } from './help-texts.js'
import { imageTexts } from './image-texts.js'
import { installTexts } from './install-texts.js'
import { installationTexts } from './installation-texts.js'
import { jenkinsTexts } from './jenkins-texts.js'
import { licenceTexts } from './licence-texts.js'
import { noticeTexts } from './notice-texts.js'
import { onboardTexts } from './onboard-texts.js'
import { orderTexts } from './order-texts.js'
import { packageTexts } from './package-texts.js'
import { pageTexts } from './page-texts.js'
import { publishTexts } from './publish-texts.js'
import { releaseStepTexts } from './release-step-texts.js'
import { uploadTexts } from './upload-texts.js'
import { releaseTexts } from './release-texts.js'
import { replayTexts } from './replay-texts.js'
import { schemaTexts } from './schema-texts.js'
import { selfTestTexts } from './self-test-texts.js'
import { siteTexts } from './site-texts.js'
import { stagingTexts } from './staging-texts.js'
import { timeTexts } from './time-texts.js'
import { topicTexts } from './topic-texts.js'
import { triggerTexts } from './trigger-texts.js'
import { userTexts } from './user-texts.js'
import { variableTexts } from './variable-texts.js'
import type { Text } from './define-texts.js'

/** Every text for people but those of errors, which are beside their domains. */
export const messageTexts = {
  ...agentTexts,
  ...assetTexts,
  ...backupTexts,
  ...directoryTexts,
  ...boardTexts,
  ...ccsuiTexts,
  ...configTexts,
  ...farmTexts,
  ...findingTexts,
  ...formTexts,
  ...healthTexts,
  ...helpTexts,
  ...imageTexts,
  ...installTexts,
  ...installationTexts,
  ...jenkinsTexts,
  ...licenceTexts,
  ...noticeTexts,
  ...onboardTexts,
  ...orderTexts,
  ...packageTexts,
  ...pageTexts,
  ...publishTexts,
  ...releaseStepTexts,
  ...uploadTexts,
  ...releaseTexts,
  ...replayTexts,
  ...schemaTexts,
  ...selfTestTexts,
  ...siteTexts,
  ...stagingTexts,
  ...timeTexts,
  ...topicTexts,
  ...triggerTexts,
  ...userTexts,
  ...variableTexts
}

export type MessageKey = keyof typeof messageTexts

const byKey: ReadonlyMap<string, Text> = new Map(Object.entries(messageTexts))

export function messageText (key: string): Text | undefined {
  return byKey.get(key)
}

export function isMessageKey (key: string): key is MessageKey {
  return byKey.has(key)
}
