import { defineTexts } from './define-texts.js'

export const releaseTexts = defineTexts({
  'release.noFlip': { en: 'nothing was flipped so far', zh: '尚未切换上线过' },
  'command.targetList': {
    en: 'Show the release targets: what they hold, their rollouts, and where they come from',
    zh: '列出发布目标：当前内容、灰度比例和来源'
  },
  'command.targetShow': { en: 'Show one target with its last changes', zh: '显示一个发布目标及其最近的修改' },
  'command.targetApply': {
    en: "Make the environments, targets and parameters of packline.json the ones in force; operators' " +
      'changes stay over them',
    zh: '使 packline.json 中的环境、目标和参数生效；运维的修改仍然优先'
  },
  'command.targetAdd': { en: 'Add a target, given as JSON', zh: '添加一个以 JSON 给出的发布目标' },
  'command.targetEdit': { en: 'Change fields of a target', zh: '修改发布目标的字段' },
  'command.targetRemove': { en: 'Remove a target that holds no release', zh: '删除没有发布内容的目标' },
  'command.targetRollout': {
    en: 'Set the part of the players that a target takes, now or from a moment on',
    zh: '设置目标覆盖的玩家比例，立即或从某时刻起生效'
  },
  'command.targetPause': {
    en: 'Stop the schedule of a rollout: whoever is in stays in',
    zh: '暂停灰度计划：已进入的玩家保持不变'
  },
  'command.targetResume': {
    en: 'Go on with a paused rollout; its remaining steps come later by the length of the pause',
    zh: '继续已暂停的灰度；剩余步骤按暂停时长顺延'
  },
  'command.paramsList': {
    en: "Show the project's parameters: values, defaults, and who changed them",
    zh: '列出项目参数：当前值、默认值和修改者'
  },
  'command.paramsSet': {
    en: 'Give a parameter a value, for all or for one target',
    zh: '设置参数的值，可针对单个目标'
  },
  'command.paramsUnset': { en: 'Let the default of a parameter hold again', zh: '恢复参数的默认值' },
  'command.releaseList': {
    en: 'Show every version and build ever made, and how far each has come where',
    zh: '列出所有版本和构建，以及它们在各目标的状态'
  },
  'command.releaseShow': {
    en: 'Show a release: packages, history, and how to make it again',
    zh: '显示一个发布：包、历史和重建方法'
  },
  'command.releaseDiff': {
    en: 'Compare two releases: packages, assets, parameters, bytes',
    zh: '比较两个发布：包、资源、参数、字节数'
  },
  'command.releaseEdit': {
    en: 'Change the notes or recorded parameters of a release, as a new revision',
    zh: '以新修订修改发布的说明或记录的参数'
  },
  'command.releaseMove': {
    en: 'Bring a release to another state at a target',
    zh: '改变发布在某个目标的状态'
  },
  'command.releaseSubmit': {
    en: 'Mark a release as submitted for review at a target; its version and build get that environment',
    zh: '将发布标记为在某目标提审；该版本和构建将使用对应环境'
  },
  'command.releaseHistory': { en: 'Show who changed what, when and why', zh: '显示谁在何时为何修改了什么' },
  'command.releaseDeliver': {
    en: 'Tell players of the hot update that was published for a release they have',
    zh: '将已发布的热更新交付给该发布的玩家'
  },
  'command.releaseEndLine': {
    en: 'End the hot updates of a native version: its players are told to update the app',
    zh: '终止某个原生版本的热更新：其玩家会被提示更新应用'
  },
  'command.releaseStatus': {
    en: 'Compare what every publisher shows with what is recorded',
    zh: '比较各发布位置展示的内容与登记的内容'
  },
  'command.releaseRepair': {
    en: 'Finish what was begun, and have every publisher show what is recorded',
    zh: '完成未完成的操作，并使各发布位置展示登记的内容'
  },
  'command.releaseForget': {
    en: 'Deliver to a place no more',
    zh: '不再向某个位置交付'
  },
  'option.reopen': {
    en: 'open an ended line again',
    zh: '恢复已终止的热更新线'
  },
  'release.noPublisher': {
    en: 'Nothing of {project} was published anywhere.',
    zh: '{project} 尚未发布到任何位置。'
  },
  'release.publisher.same': {
    en: '{place} ({targets}): shows what is recorded',
    zh: '{place}（{targets}）：与登记内容一致'
  },
  'release.publisher.differs': {
    en: '{place} ({targets}): shows something else than is recorded',
    zh: '{place}（{targets}）：与登记内容不一致'
  },
  'release.publisher.unknown': {
    en: '{place} ({targets}): a command, which cannot be read back',
    zh: '{place}（{targets}）：由命令发布，无法回读'
  },
  'release.publisher.unreachable': {
    en: '{place} ({targets}): cannot be reached: {reason}',
    zh: '{place}（{targets}）：无法访问：{reason}'
  },
  'release.difference': {
    en: '    {target} {what}: recorded {expected}, shown {found}',
    zh: '    {target} {what}：登记为 {expected}，展示为 {found}'
  },
  'command.releaseFlip': {
    en: 'Turn what is in review at one target into what is live at another, in one transaction',
    zh: '在一个事务中把某目标的提审版本变为另一目标的线上版本'
  },
  'command.releaseApprove': {
    en: 'Agree that a release goes live: by a flip with --from, or where it is',
    zh: '同意发布上线：用 --from 表示切换上线，否则在其所在目标上线'
  },
  'command.releaseUndo': {
    en: 'Undo a flip by flipping to what was before',
    zh: '撤销上线：切换回之前的内容'
  },
  'command.releaseResolve': {
    en: 'Show which target, servers and hot update a client gets, and why',
    zh: '显示某客户端得到的目标、服务器和热更新，以及原因'
  },
  'option.game': {
    en: 'The game, where there is no packline.json',
    zh: '游戏名称，用于没有 packline.json 的位置'
  },
  'option.requestId': {
    en: 'A name for this request: the same one again is not done again',
    zh: '此请求的标识：同一标识不会重复执行'
  },
  'option.set': {
    en: 'Set a field, for example priority=20 or match.platform=["ios"]',
    zh: '设置字段，例如 priority=20 或 match.platform=["ios"]'
  },
  'option.unset': { en: 'Remove a field', zh: '删除字段' },
  'option.percent': {
    en: 'Part of the players in percent, with at most two decimals',
    zh: '玩家比例（百分比，最多两位小数）'
  },
  'option.rolloutAt': {
    en: 'From this moment on (UTC), as a step of the schedule',
    zh: '从该时刻（UTC）起，作为计划中的一步'
  },
  'option.salt': { en: 'Another salt takes other players', zh: '不同的盐值会选中不同的玩家' },
  'option.rolloutEnd': {
    en: 'End the rollout: the target takes everybody it matches',
    zh: '结束灰度：目标覆盖所有匹配的玩家'
  },
  'option.parameterTarget': { en: 'The value of this target only', zh: '仅限该目标的值' },
  'option.parameterStage': { en: 'Only those of builds or of deliveries', zh: '仅列出构建或交付的参数' },
  'option.target': { en: 'The target', zh: '发布目标' },
  'option.state': { en: 'The new state', zh: '新状态' },
  'command.releaseChangelog': {
    en: 'What was done since the release before: as it is kept, or from git',
    zh: '自上一个发布以来的更改：已保存的，或来自 git'
  },
  'option.changelogFrom': { en: 'Since this release instead, from git', zh: '改为自此发布起，来自 git' },
  'option.changelogSave': { en: 'Keep it with the release, as git has it', zh: '按 git 的内容保存到发布中' },
  'option.changelog': { en: 'The changelog, a line each', zh: '更改日志，每行一项' },
  'release.noChanges': { en: 'No changes are known.', zh: '没有已知的更改。' },
  'option.notes': { en: 'The new notes', zh: '新的说明' },
  'option.releaseParameter': {
    en: "Record a parameter's value; an empty one removes it",
    zh: '记录参数的值；空值表示删除'
  },
  'option.last': { en: 'How many of the last entries', zh: '最近的条数' },
  'option.flipFrom': { en: 'The target where the release is in review', zh: '发布正在提审的目标' },
  'option.flipTo': { en: 'The target that it goes live at', zh: '要上线的目标' },
  'option.revision': {
    en: 'The revision of the flip; the last one when left out',
    zh: '上线操作的修订号；省略时为最近一次'
  },
  'option.context': {
    en: 'The client: appId, platform, channel, version, build, deviceId, userId',
    zh: '客户端：appId、platform、channel、version、build、deviceId、userId'
  },
  'option.resolveAt': {
    en: 'The moment to ask for (UTC); now when left out',
    zh: '查询的时刻（UTC）；省略时为现在'
  },
  'option.resolveExplain': {
    en: 'Tell for each target why it was passed over',
    zh: '说明每个目标未被选中的原因'
  },
  'target.none': { en: '{project} has no targets.', zh: '{project} 没有发布目标。' },
  'release.none': { en: '{project} has no releases.', zh: '{project} 没有发布。' },
  'release.revision': {
    en: 'revision {revision}  {at}  {deed}: {why}',
    zh: '修订 {revision}  {at}  {deed}：{why}'
  },
  'release.column.id': { en: 'ID', zh: '标识' },
  'release.column.kind': { en: 'Kind', zh: '类别' },
  'release.column.environment': { en: 'Environment', zh: '环境' },
  'release.column.priority': { en: 'Priority', zh: '优先级' },
  'release.column.share': { en: 'Share', zh: '比例' },
  'release.column.holds': { en: 'Holds', zh: '当前发布' },
  'release.column.hotUpdate': { en: 'Hot update', zh: '热更新' },
  'release.column.origin': { en: 'Origin', zh: '来源' },
  'release.column.name': { en: 'Name', zh: '名称' },
  'release.column.services': { en: 'Services', zh: '服务' },
  'release.column.namespaces': { en: 'Namespaces', zh: '命名空间' },
  'release.column.targets': { en: 'Targets', zh: '目标' },
  'release.column.type': { en: 'Type', zh: '类型' },
  'release.column.stage': { en: 'Stage', zh: '阶段' },
  'release.column.value': { en: 'Value', zh: '值' },
  'release.column.default': { en: 'Default', zh: '默认值' },
  'release.column.setBy': { en: 'Set by', zh: '设置者' },
  'release.column.description': { en: 'Description', zh: '说明' },
  'release.column.release': { en: 'Release', zh: '发布' },
  'release.column.created': { en: 'Created', zh: '创建' },
  'release.column.by': { en: 'By', zh: '创建者' },
  'release.column.packages': { en: 'Packages', zh: '安装包' },
  'release.column.size': { en: 'Size', zh: '大小' },
  'release.column.notes': { en: 'Notes', zh: '备注' },
  'release.column.target': { en: 'Target', zh: '目标' },
  'release.column.platform': { en: 'Platform', zh: '平台' },
  'release.column.channel': { en: 'Channel', zh: '渠道' },
  'release.column.pairing': { en: 'Pairing', zh: '配对' },
  'release.column.method': { en: 'Way', zh: '方式' },
  'release.column.signature': { en: 'Signature', zh: '签名' },
  'release.column.files': { en: 'Files', zh: '文件' },
  'release.unchanged': { en: 'Nothing was changed: it is so already.', zh: '没有改动：已是该状态。' },
  'release.rebuild': { en: 'Made by: {command}', zh: '构建命令：{command}' },
  'release.rebuildOf': {
    en: 'Made of {commits} by: {command}',
    zh: '由 {commits} 构建，命令：{command}'
  },
  'release.fetched': {
    en: '{files} {files#file|files} of {size} {files#is|are} in {folder}',
    zh: '{files} 个文件（{size}）已在 {folder} 中'
  },
  'release.commits': {
    en: 'commit of {repository}: {before} → {after}',
    zh: '{repository} 的提交：{before} → {after}'
  },
  'release.bytes': {
    en: 'packages {rowsBefore} → {rowsAfter}, assets {assetsBefore} → {assetsAfter}',
    zh: '包 {rowsBefore} → {rowsAfter}，资源 {assetsBefore} → {assetsAfter}'
  },
  'release.dryRun': { en: 'Nothing was written: a dry run.', zh: '试运行：未写入任何内容。' },
  'release.flipped': { en: 'Done as revision {revision}.', zh: '已完成，修订号 {revision}。' },
  'release.hotUpdateDown': {
    en: 'The hot-update version goes down: clients that have the higher one keep it. Publish the old ' +
      'content under a higher version.',
    zh: '热更新版本号变低：已更新的客户端会保持较高版本。请将旧内容以更高的版本号发布。'
  },
  'resolve.taken': { en: '{target}: taken', zh: '{target}：选中' },
  'resolve.passed': { en: '{target}: passed over for {refusal}', zh: '{target}：因 {refusal} 未选中' },
  'release.published': {
    en: '{release} is published to {target}: {written} {written#file|files} written ({size}), {kept} ' +
      'were there; {place}',
    zh: '{release} 已发布到 {target}：写入 {written} 个文件（{size}），{kept} 个已存在；{place}'
  },
  'command.environmentList': {
    en: 'Show the environments: services, namespaces, which targets use them, and where they come from',
    zh: '列出环境：服务、命名空间、使用它们的目标和来源'
  },
  'command.environmentShow': {
    en: 'Show one environment with its last changes',
    zh: '显示一个环境及其最近的修改'
  },
  'command.environmentAdd': { en: 'Add an environment, given as JSON', zh: '添加一个以 JSON 给出的环境' },
  'command.environmentEdit': { en: 'Change fields of an environment', zh: '修改环境的字段' },
  'command.environmentRemove': {
    en: 'Remove an environment that nothing leads to',
    zh: '删除没有被引用的环境'
  },
  'option.setEnvironment': {
    en: 'Set a field, for example services.GameServer.addresses=["game.example:7001"]',
    zh: '设置字段，例如 services.GameServer.addresses=["game.example:7001"]'
  },
  'environment.none': { en: '{project} has no environments.', zh: '{project} 没有环境。' },
  'command.releaseFetch': {
    en: 'Bring the packages of a release back from where they are kept',
    zh: '从保存处取回一个发布的安装包'
  },
  'option.fetchTarget': { en: 'Only the packages of this target', zh: '仅此目标的安装包' },
  'option.fetchTo': {
    en: 'The folder that receives them, for release publish --files',
    zh: '接收它们的目录，供 release publish --files 使用'
  },
  'command.releaseRebuild': {
    en: 'Make the packages of a release again, from its order and baselines, and compare every digest',
    zh: '按登记的清单与基线重新制作发布的安装包，并比较每个摘要'
  },
  'release.rebuiltFrom': {
    en: '{what}: recorded {recorded}, here {here}',
    zh: '{what}：登记为 {recorded}，此处为 {here}'
  },
  'release.rebuiltAsset': { en: 'asset {path}: {change}', zh: '资源 {path}：{change}' },
  'release.rebuilt': {
    en: '{same} of {rows} packages are the same, byte for byte; they are in {output}',
    zh: '{rows} 个安装包中 {same} 个逐字节相同；位于 {output}'
  }
})
