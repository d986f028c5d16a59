import { defineTexts } from './define-texts.js'

/** The pages of projects and releases. */
export const boardTexts = defineTexts({
  'board.projects': { en: 'Projects', zh: '项目' },
  'board.noProjects': {
    en: 'No project has releases or targets yet. A project appears here with its first release, one of ' +
      'an earlier packline with its next change.',
    zh: '还没有项目有发布或目标。项目在第一次发布后出现在这里；早期版本 packline 的项目在下一次改动后出现。'
  },
  'board.lastChange': { en: 'Last change', zh: '最近改动' },
  'board.why': { en: 'why: {why}', zh: '原因：{why}' },
  'board.recorded': { en: 'What players get, as recorded', zh: '登记中玩家得到的内容' },
  'board.served': { en: 'What the publishers serve', zh: '发布位置实际提供的内容' },
  'board.servedLink': {
    en: 'Compare with what the publishers serve (asks each of them)',
    zh: '与各发布位置实际提供的内容比较（逐个查询）'
  },
  'board.pending': {
    en: 'Not finished: {deed} ({why})',
    zh: '尚未完成：{deed}（{why}）'
  },
  'board.noPublishers': {
    en: 'Nothing was published by packline yet.',
    zh: 'packline 还没有发布过任何内容。'
  },
  'board.difference': {
    en: '{target} {what}: recorded {expected}, shown {found}',
    zh: '{target} {what}：登记为 {expected}，展示为 {found}'
  },
  'board.versions': { en: 'Versions', zh: '版本' },
  'board.version': { en: 'Version', zh: '版本' },
  'board.build': { en: 'build {build}', zh: '构建 {build}' },
  'board.hotUpdate': { en: 'hot update {version}', zh: '热更新 {version}' },
  'board.hotUpdateReady': { en: 'hot update {version} not delivered', zh: '热更新 {version} 未交付' },
  'board.share': { en: '{share} % of players', zh: '{share} % 的玩家' },
  'board.everybody': { en: 'all', zh: '全部' },
  'board.noTarget': { en: 'no target', zh: '无目标' },
  'board.older': { en: 'Older versions', zh: '更早的版本' },
  'board.newer': { en: 'Newer versions', zh: '更新的版本' },
  'board.changes': { en: 'Last changes', zh: '最近的改动' },
  'board.since': { en: 'Since', zh: '起始时间' },
  'board.state': { en: 'State', zh: '状态' },
  'board.state.planned': { en: 'planned', zh: '计划中' },
  'board.state.packaged': { en: 'packaged', zh: '已打包' },
  'board.state.published': { en: 'published', zh: '已发布' },
  'board.state.in-review': { en: 'in review', zh: '审核中' },
  'board.state.live': { en: 'live', zh: '线上' },
  'board.state.withdrawn': { en: 'withdrawn', zh: '已撤回' },
  'board.begun': { en: 'Begun by {by}', zh: '由 {by} 创建' },
  'board.packageAgain': { en: 'Package {version} again', zh: '再次打包 {version}' },
  'board.changelog': { en: 'Changelog', zh: '更改日志' },
  'board.noChangelog': {
    en: 'None. It comes from git when the packages are recorded, or is written here.',
    zh: '无。登记安装包时由 git 得出，也可在此填写。'
  },
  'board.edit': { en: 'Edit', zh: '编辑' },
  'board.save': { en: 'Save', zh: '保存' },
  'board.whyEdited': { en: 'Why', zh: '原因' },
  'board.noNotes': { en: 'No notes.', zh: '没有备注。' },
  'board.targets': { en: 'At the targets', zh: '在各目标' },
  'board.packagesOf': { en: 'Packages of {target}', zh: '{target} 的安装包' },
  'board.parameters': { en: 'Parameters', zh: '参数' },
  'board.madeOf': { en: 'Made of', zh: '构成' },
  'board.commit': { en: 'commit', zh: '提交' },
  'board.history': { en: 'History', zh: '历史' },
  'board.compareWith': { en: 'Compare with', zh: '与之比较' },
  'board.compare': { en: 'Compare', zh: '比较' },
  'board.comparison': { en: 'From {from} to {to}', zh: '从 {from} 到 {to}' },
  'board.same': {
    en: 'Packages, assets, parameters and commits are the same.',
    zh: '安装包、资源、参数和提交都相同。'
  },
  'board.change.added': { en: 'new', zh: '新增' },
  'board.change.removed': { en: 'gone', zh: '移除' },
  'board.change.changed': { en: 'changed', zh: '改变' },
  'board.moreOf': { en: 'and {count} more', zh: '另有 {count} 项' },
  'board.change': { en: 'Change', zh: '变化' },
  'board.what': { en: 'What', zh: '内容' },
  'board.before': { en: 'Before', zh: '之前' },
  'board.after': { en: 'After', zh: '之后' },
  'did.releaseBegin': { en: '{by} began version {subject}', zh: '{by} 开始了版本 {subject}' },
  'did.rows': {
    en: '{by} recorded packages of {first} for {second}',
    zh: '{by} 为 {second} 登记了 {first} 的安装包'
  },
  'did.packagesFailed': { en: 'packages of {subject} failed for {by}', zh: '{by} 打 {subject} 的安装包失败' },
  'did.notice': { en: '{by} told the team of {subject}', zh: '{by} 通知了 {subject} 的团队' },
  'did.hotUpdate': {
    en: '{by} recorded the hot update {third} of {first} for {second}',
    zh: '{by} 为 {second} 登记了 {first} 的热更新 {third}'
  },
  'did.hotUpdateDelivered': {
    en: '{by} gave players at {second} the hot update of {first}',
    zh: '{by} 向 {second} 的玩家交付了 {first} 的热更新'
  },
  'did.lineEnded': {
    en: '{by} ended the hot updates of {first} at {second}',
    zh: '{by} 结束了 {second} 上 {first} 的热更新'
  },
  'did.lineOpened': {
    en: '{by} opened the hot updates of {first} at {second} again',
    zh: '{by} 重新开放了 {second} 上 {first} 的热更新'
  },
  'did.assets': { en: '{by} recorded the assets of {subject}', zh: '{by} 登记了 {subject} 的资源' },
  'did.parameters': { en: '{by} recorded the parameters of {subject}', zh: '{by} 登记了 {subject} 的参数' },
  'did.recordList': { en: '{by} kept a list of contents', zh: '{by} 保存了内容清单' },
  'did.releaseEdit': { en: '{by} edited {subject}', zh: '{by} 编辑了 {subject}' },
  'did.releasePublished': {
    en: '{by} published {first} for {second}',
    zh: '{by} 为 {second} 发布了 {first}'
  },
  'did.releaseInReview': {
    en: '{by} brought {first} into review at {second}',
    zh: '{by} 将 {first} 送到 {second} 提审'
  },
  'did.releaseLive': {
    en: '{by} made {first} live at {second}',
    zh: '{by} 将 {first} 在 {second} 上线'
  },
  'did.releaseWithdrawn': {
    en: '{by} withdrew {first} from {second}',
    zh: '{by} 从 {second} 撤回了 {first}'
  },
  'did.approve': { en: '{by} agreed to {subject}', zh: '{by} 同意了 {subject}' },
  'did.approvalWithdrawn': {
    en: '{by} agrees to {subject} no longer',
    zh: '{by} 撤回了对 {subject} 的同意'
  },
  'did.flip': { en: '{by} flipped {subject}', zh: '{by} 执行了切换 {subject}' },
  'did.undo': { en: '{by} undid the flip {subject}', zh: '{by} 撤销了切换 {subject}' },
  'did.repair': {
    en: '{by} had every publisher serve what is recorded',
    zh: '{by} 让各发布位置提供登记的内容'
  },
  'did.deliveryTakenBack': {
    en: 'What {by} had begun for {subject} was taken back',
    zh: '{by} 对 {subject} 的交付被收回'
  },
  'did.publisherForgotten': {
    en: '{by} took the publisher {subject} off',
    zh: '{by} 移除了发布位置 {subject}'
  },
  'did.targetApply': {
    en: '{by} took over the project file of {subject}',
    zh: '{by} 应用了 {subject} 的项目文件'
  },
  'did.targetAdd': { en: '{by} added the target {subject}', zh: '{by} 添加了目标 {subject}' },
  'did.targetEdit': { en: '{by} changed the target {subject}', zh: '{by} 修改了目标 {subject}' },
  'did.targetRollout': {
    en: '{by} changed the rollout of {subject}',
    zh: '{by} 修改了 {subject} 的灰度'
  },
  'did.targetPause': { en: '{by} paused the rollout of {subject}', zh: '{by} 暂停了 {subject} 的灰度' },
  'did.targetResume': { en: '{by} resumed the rollout of {subject}', zh: '{by} 恢复了 {subject} 的灰度' },
  'did.targetRemove': { en: '{by} removed the target {subject}', zh: '{by} 删除了目标 {subject}' },
  'did.environmentAdd': { en: '{by} added the environment {subject}', zh: '{by} 添加了环境 {subject}' },
  'did.environmentEdit': { en: '{by} changed the environment {subject}', zh: '{by} 修改了环境 {subject}' },
  'did.environmentRemove': { en: '{by} removed the environment {subject}', zh: '{by} 删除了环境 {subject}' },
  'did.paramsSet': { en: '{by} set the parameter {subject}', zh: '{by} 设置了参数 {subject}' },
  'did.paramsUnset': {
    en: '{by} set the parameter {subject} back',
    zh: '{by} 恢复了参数 {subject} 的默认值'
  },
  'did.prune': {
    en: '{by} began to remove what {subject} needs no longer',
    zh: '{by} 开始清理 {subject} 不再需要的内容'
  },
  'did.pruned': {
    en: '{by} removed what {subject} needed no longer',
    zh: '{by} 清理了 {subject} 不再需要的内容'
  },
  'did.other': { en: '{by}: {action} {subject}', zh: '{by}：{action} {subject}' }
})
