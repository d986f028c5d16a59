import { defineTexts } from './define-texts.js'

/** Forms that change a project. */
export const formTexts = defineTexts({
  'form.theirs': { en: 'In between it was changed to:', zh: '在此期间它被改为：' },
  'form.again': {
    en: 'Below is what you gave. Send it again if it is still right.',
    zh: '下面是您填写的内容；如仍然正确，请再次提交。'
  },
  'form.save': { en: 'Save', zh: '保存' },
  'flip.title': { en: 'Go live: {project}', zh: '切换上线：{project}' },
  'flip.link': { en: 'Go live', zh: '切换上线' },
  'flip.from': { en: 'In review at', zh: '提审目标' },
  'flip.to': { en: 'Goes live at', zh: '上线目标' },
  'flip.look': { en: 'Look at it', zh: '查看' },
  'flip.changes': { en: 'What changes', zh: '将发生的变化' },
  'flip.preconditions': { en: 'What stands against it', zh: '前提条件' },
  'flip.nothingAgainst': { en: 'Nothing stands against it.', zh: '所有前提条件都满足。' },
  'flip.approvals': { en: 'Who agreed: it takes {needed}', zh: '审批：需要 {needed} 人' },
  'flip.nobody': { en: 'Nobody so far.', zh: '目前没有人同意。' },
  'flip.agreed': { en: '{by} agreed', zh: '{by} 已同意' },
  'flip.agree': { en: 'I agree', zh: '同意' },
  'flip.do': { en: 'Make it live', zh: '执行上线' },
  'rollout.line': { en: 'a line such as 2031-01-02T10:00:00Z 50', zh: '形如 2031-01-02T10:00:00Z 50 的行' },
  'undo.link': { en: 'undo', zh: '撤销' },
  'undo.title': { en: 'Take a change back: {project}', zh: '撤销改动：{project}' },
  'undo.now': { en: 'It became', zh: '改为' },
  'undo.then': { en: 'It was', zh: '原为' },
  'undo.do': { en: 'Take it back', zh: '撤销此改动' },
  'notes.edit': { en: 'Edit the notes', zh: '编辑备注' },
  'history.all': { en: 'The whole history', zh: '全部历史' },
  'history.title': { en: 'History of {project}', zh: '{project} 的历史' },
  'history.older': { en: 'Older', zh: '更早' },
  'history.from': { en: 'from {address}', zh: '来自 {address}' },
  'params.title': { en: 'Parameters of {project}', zh: '{project} 的参数' },
  'params.none': { en: 'The project file declares no parameters.', zh: '项目文件没有声明参数。' },
  'params.default': { en: 'Default: {value}', zh: '默认值：{value}' },
  'params.setBy': { en: 'set by {by}, why: {why}', zh: '由 {by} 设置，原因：{why}' },
  'params.ofTargets': { en: 'Of a target: {targets}', zh: '目标自有值：{targets}' },
  'params.reset': { en: 'Back to the default', zh: '恢复默认值' },
  'params.stage.ci': { en: 'builds', zh: '构建' },
  'params.stage.cd': { en: 'deliveries', zh: '交付' },
  'params.stage.both': { en: 'builds and deliveries', zh: '构建和交付' },
  'rollout.title': { en: 'Rollout of {target}', zh: '{target} 的灰度' },
  'rollout.share': { en: 'Share of players, percent', zh: '玩家比例（%）' },
  'rollout.now': {
    en: 'Now {share} of the players that {target} matches get it; the others go on to the next target.',
    zh: '目前 {target} 匹配的玩家中有 {share} 得到它；其余玩家进入下一个目标。'
  },
  'rollout.paused': { en: 'Paused since {at}.', zh: '自 {at} 起暂停。' },
  'rollout.schedule': {
    en: 'Later steps, one a line: a moment in UTC and percent',
    zh: '后续步骤，每行一个：UTC 时刻和百分比'
  },
  'rollout.effect': { en: 'Who gets the players that it fits', zh: '匹配它的玩家去向' },
  'rollout.atNow': { en: 'Now', zh: '现在' },
  'rollout.nobody': { en: 'no target', zh: '没有目标' },
  'rollout.partly': { en: 'of those that fit it, too', zh: '（仅同时匹配它的玩家）' },
  'rollout.becomes': { en: 'Of the players that it fits: {list}', zh: '匹配它的玩家：{list}' },
  'rollout.pause': { en: 'Pause', zh: '暂停' },
  'rollout.resume': { en: 'Go on', zh: '继续' },
  'target.title': { en: 'Target {target}', zh: '目标 {target}' },
  'target.all': { en: 'All that it is', zh: '全部设置' },
  'lines.end': { en: 'End it: its players are told to update the app', zh: '结束：提示其玩家更新应用' },
  'lines.open': { en: 'Open it again', zh: '重新开放' },
  'lines.upwards': {
    en: 'Clients ignore a lower version, so old content comes back under a higher one: it is made in a ' +
      'checkout, published and delivered.',
    zh: '客户端会忽略更低的版本，因此旧内容以更高的版本号恢复：在检出中制作、发布并交付。'
  },
  'lines.title': { en: 'Hot updates of {project}', zh: '{project} 的热更新' },
  'lines.link': { en: 'Hot updates', zh: '热更新' },
  'lines.none': { en: 'No hot update was delivered so far.', zh: '尚未交付过热更新。' },
  'lines.now': { en: 'Players get {version}.', zh: '玩家得到 {version}。' },
  'lines.ended': { en: 'Ended: its players are told to update the app.', zh: '已结束：提示其玩家更新应用。' },
  'lines.also': { en: 'Packages ask at {also}, too.', zh: '安装包也会在 {also} 获取。' },
  'lines.downloads': { en: 'What players download', zh: '玩家的下载量' },
  'lines.players': { en: 'Players with', zh: '玩家当前版本' },
  'lines.whole': { en: 'Whole files', zh: '完整文件' },
  'lines.deltas': { en: 'With deltas', zh: '使用差分' },
  'lines.download.whole': { en: 'players download {size}', zh: '玩家下载 {size}' },
  'lines.download.deltas': {
    en: 'players download {size}, {deltas} with deltas',
    zh: '玩家下载 {size}，使用差分为 {deltas}'
  },
  'lines.difference': {
    en: 'hot update {target}: {before} → {after}, players download {size}',
    zh: '热更新 {target}：{before} → {after}，玩家下载 {size}'
  },
  'lines.back': { en: 'Roll back', zh: '回退' },
  'lines.to': { en: 'Content of', zh: '恢复内容' },
  'lines.as': { en: 'Published as', zh: '发布为' },
  'lines.noEarlier': { en: 'There is no version before it to go back to.', zh: '之前没有可回退的版本。' },
  'lines.noCheckout': {
    en: 'To roll back here, this machine needs a checkout of the project.',
    zh: '要在此回退，本机需要有项目的检出。'
  },
  'form.remove': { en: 'Remove {what}', zh: '删除 {what}' },
  'form.type': { en: 'Type {name} to confirm', zh: '输入 {name} 以确认' },
  'form.confirmed': { en: 'the name: {name}', zh: '名称：{name}' },
  'target.add': { en: 'New target', zh: '新目标' },
  'target.list': { en: 'Targets of {project}', zh: '{project} 的目标' },
  'target.link': { en: 'Targets', zh: '目标' },
  'target.id': { en: 'Unique name of the target; it stays', zh: '目标的唯一名称；以后不变' },
  'environment.add': { en: 'New environment', zh: '新环境' },
  'environment.list': { en: 'Environments of {project}', zh: '{project} 的环境' },
  'environment.link': { en: 'Environments', zh: '环境' },
  'environment.title': { en: 'Environment {environment}', zh: '环境 {environment}' },
  'environment.name': { en: 'Name of the environment; it stays', zh: '环境的名称；以后不变' },
  'environment.targets': { en: 'Targets that use it: {targets}', zh: '使用它的目标：{targets}' },
  'form.add': { en: 'New: {what}', zh: '新增：{what}' },
  'form.purpose': { en: '{purpose}', zh: '{purpose}' },
  'form.lines': { en: 'one a line', zh: '每行一个' },
  'form.pairs': { en: 'NAME=VALUE, one a line', zh: '每行一个 名称=值' },
  'form.fits': {
    en: 'This fits with all other targets and environments.',
    zh: '与其他所有目标和环境不冲突。'
  }
})
