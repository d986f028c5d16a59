import { defineTexts } from './define-texts.js'

/** Packages that go to app stores. */
export const uploadTexts = defineTexts({
  'command.releaseUpload': {
    en: 'Send a package of a release to an app store of the project, once: the store is asked first',
    zh: '将发布的一个包上传到项目的应用商店；先询问商店，不会重复上传'
  },
  'command.releaseUploads': {
    en: 'Show what was sent of a release to app stores, and how far it is',
    zh: '列出某个发布已上传到应用商店的包及其状态'
  },
  'command.releaseSymbols': {
    en:
      'Send the symbols of a package to a symbol server by a command; they have to be those of its binaries',
    zh: '用命令将包的符号发送到符号服务器；必须与包中的二进制文件对应'
  },
  'option.symbolsTo': {
    en: 'The server, as packages.symbols names it',
    zh: '服务器，名称见 packages.symbols'
  },
  'option.symbolsDryRun': { en: 'Only compare the symbols with the package', zh: '只比较符号与包' },
  'release.symbolsSent': {
    en: '{store} has the symbols of {file} of {release}: {proved} by their build ids, {others} without',
    zh: '{store} 已收到 {release} 的 {file} 的符号：{proved} 个按构建标识核对，{others} 个没有标识'
  },
  'release.symbolsFit': {
    en:
      'Symbols fit {file} of {release}: {proved} by build ids, {others} without; nothing was sent to {store}',
    zh: '符号与 {release} 的 {file} 相符：{proved} 个按构建标识核对，{others} 个没有标识；未向 {store} 发送'
  },
  'option.uploadTo': {
    en: 'The store, as packages.appStores names it',
    zh: '商店，名称见 packages.appStores'
  },
  'option.uploadTarget': {
    en: 'The target whose package is meant, where "when" of the store leaves several',
    zh: '商店的 "when" 匹配多个目标时，指定其中一个'
  },
  'option.uploadRow': {
    en: 'The row that is meant, as TARGET/PLATFORM/CHANNEL or a glob of it',
    zh: '指定行：TARGET/PLATFORM/CHANNEL 或其通配符'
  },
  'option.uploadNotes': {
    en: 'A file with the news for players, in place of the notes of the release',
    zh: '面向玩家的更新说明文件，代替发布的备注'
  },
  'option.uploadNotesText': {
    en: 'The news for players, in place of the notes of the release',
    zh: '面向玩家的更新说明，代替发布的备注'
  },
  'option.uploadTrack': {
    en: 'Google Play: the track, in place of the one in the project file',
    zh: 'Google Play：轨道，代替项目文件中的设置'
  },
  'option.uploadPercent': {
    en: 'Google Play: the share of players that gets it, in percent; 100 for all',
    zh: 'Google Play：得到它的玩家比例（%），100 为全部'
  },
  'command.releaseStoreRollout': {
    en: 'Change which share of players a store gives an uploaded package to, halt that, or let it go on',
    zh: '修改商店向多少比例的玩家提供已上传的包，暂停或继续'
  },
  'option.rolloutHalt': { en: 'Nobody more gets it', zh: '暂停：不再有新玩家得到它' },
  'option.rolloutResume': { en: 'It goes on with the share of before', zh: '按之前的比例继续' },
  'release.storeRollout': {
    en: '{file} of {release} at {store}: {detail}',
    zh: '{store} 中 {release} 的 {file}：{detail}'
  },
  'release.storeRolloutRehearsed': {
    en: '{store} would have {file} of {release} so: {detail}; nothing was changed',
    zh: '{store} 中 {release} 的 {file} 将为：{detail}；未作任何更改'
  },
  'did.storeRollout': {
    en: '{by} changed the rollout of {subject} at the store',
    zh: '{by} 修改了 {subject} 在商店的分阶段发布'
  },
  'option.uploadAgain': {
    en: 'Send it although an earlier try had no answer: somebody looked and it is not there',
    zh: '上次上传没有得到应答，但已确认商店中没有：重新上传'
  },
  'option.uploadDryRun': {
    en: 'Try everything that leaves no trace in the store',
    zh: '只尝试不会在商店中留下痕迹的步骤'
  },
  'option.uploadsRefresh': { en: 'Ask the stores again', zh: '重新询问各商店' },
  'release.uploaded': {
    en: '{file} of {release} is at {store}: {state} {detail}',
    zh: '{release} 的 {file} 已上传到 {store}：{state} {detail}'
  },
  'release.uploadKept': {
    en: '{file} of {release} is at {store} already: {state} {detail}',
    zh: '{release} 的 {file} 已在 {store} 中：{state} {detail}'
  },
  'release.uploadRehearsed': {
    en: '{store} would take {file} of {release}; nothing was left there',
    zh: '{store} 可以接收 {release} 的 {file}；未在商店中留下任何内容'
  },
  'board.uploads': { en: 'App stores', zh: '应用商店' },
  'board.uploadStore': { en: 'Store', zh: '商店' },
  'upload.state.sending': { en: 'sent, no answer yet', zh: '已发送，尚无应答' },
  'upload.state.sent': { en: 'sent', zh: '已发送' },
  'upload.state.draft': { en: 'draft', zh: '草稿' },
  'upload.state.processing': { en: 'being processed', zh: '处理中' },
  'upload.state.review': { en: 'in review', zh: '审核中' },
  'upload.state.available': { en: 'available', zh: '已可用' },
  'upload.state.refused': { en: 'refused', zh: '被拒绝' },
  'did.releaseUploaded': {
    en: '{by} sent a package of {subject} to the store',
    zh: '{by} 将 {subject} 的包上传到商店'
  }
})
