import { defineTexts } from './define-texts.js'

/** The pages on which packages are ordered. */
export const orderTexts = defineTexts({
  'order.start': { en: 'Start a package', zh: '开始打包' },
  'order.last': { en: 'Last orders', zh: '最近的订单' },
  'order.again': { en: '{version} again as build {build}', zh: '{version} 再打一次，构建 {build}' },
  'order.againIntro': {
    en: 'The same version with a higher build, all packages; first the plan is shown:',
    zh: '同一版本，更高的构建号，全部安装包；先显示计划：'
  },
  'order.version': { en: 'Version', zh: '版本' },
  'order.build': { en: 'Build', zh: '构建号' },
  'order.checkout': { en: 'Checkout', zh: '检出' },
  'order.targets': { en: 'Targets', zh: '目标' },
  'order.platforms': { en: 'Platforms', zh: '平台' },
  'order.channels': { en: 'Channels', zh: '渠道' },
  'order.pairings': { en: 'Pairings', zh: '配对' },
  'order.parameters': { en: 'Parameters, for these packages only', zh: '参数，仅用于这些安装包' },
  'order.default': { en: 'Default: {value}', zh: '默认：{value}' },
  'order.mayNot': {
    en: 'To order packages you need the role "test" in this project.',
    zh: '下单打包需要在该项目中有 "test" 角色。'
  },
  'order.showPlan': { en: 'Show the plan', zh: '显示计划' },
  'order.planFirst': {
    en: 'Nothing is made before you have seen the plan.',
    zh: '在您看到计划之前，不会制作任何内容。'
  },
  'order.byJenkins': {
    en: 'Jenkins makes the packages of this project: the job {job}.',
    zh: '该项目的安装包由 Jenkins 任务 {job} 制作。'
  },
  'order.noRows': { en: 'No package is chosen.', zh: '没有选择任何安装包。' },
  'order.plan': { en: 'Plan', zh: '计划' },
  'order.planning': { en: 'The plan is being made.', zh: '正在制定计划。' },
  'order.estimate': {
    en: '{rows} {rows#package|packages}, about {time}',
    zh: '{rows} 个安装包，约需 {time}'
  },
  'order.left': {
    en: '{done} of {total} done, about {time} left',
    zh: '已完成 {done}/{total}，约剩 {time}'
  },
  'order.took': { en: 'took {time}', zh: '用时 {time}' },
  'order.waits': { en: 'Waits for its turn.', zh: '等待执行。' },
  'order.reload': { en: 'Look again', zh: '刷新' },
  'order.why': { en: 'Why', zh: '原因' },
  'order.go': { en: 'Make these packages', zh: '制作这些安装包' },
  'order.change': { en: 'Change the order', zh: '修改订单' },
  'order.cancel': { en: 'Cancel', zh: '取消' },
  'order.by': { en: 'Ordered by {by}', zh: '由 {by} 下单' },
  'order.attempt': {
    en: 'Attempt {attempt}: the one before was interrupted.',
    zh: '第 {attempt} 次尝试：上一次被中断。'
  },
  'order.recorded': { en: 'Recorded as {release}', zh: '已登记为 {release}' },
  'order.rows': { en: 'Packages', zh: '安装包' },
  'order.log': { en: 'Last lines of the log', zh: '日志的最后几行' },
  'order.jenkinsQueued': { en: 'Waits in the queue of Jenkins.', zh: '在 Jenkins 队列中等待。' },
  'order.jenkinsBuild': { en: 'Build in Jenkins', zh: 'Jenkins 构建' },
  'order.column.package': { en: 'Package', zh: '安装包' },
  'order.column.way': { en: 'How', zh: '方式' },
  'order.column.time': { en: 'Time', zh: '时间' },
  'order.column.state': { en: 'State', zh: '状态' },
  'order.column.why': { en: 'Why', zh: '原因' },
  'order.column.size': { en: 'Size', zh: '大小' },
  'order.kind.package': { en: 'Packages', zh: '安装包' },
  'order.planOf': { en: 'Plan: {name}', zh: '计划：{name}' },
  'order.doneOf': { en: '{done} of {total} done', zh: '已完成 {done} / {total}' },
  'order.go.hotupdate': { en: 'Make it', zh: '制作' },
  'order.go.rollback': { en: 'Roll back', zh: '回退' },
  'order.go.publish': { en: 'Publish this', zh: '发布' },
  'order.go.upload': { en: 'Upload it', zh: '上传' },
  'order.go.symbols': { en: 'Send the symbols', zh: '发送符号' },
  'order.go.store-rollout': { en: 'Change the rollout', zh: '修改分阶段发布' },
  'order.sent.working': { en: 'on its way', zh: '发送中' },
  'order.sent.made': { en: 'sent', zh: '已发送' },
  'order.sent.kept': { en: 'was there', zh: '已存在' },
  'order.kind.symbols': { en: 'Symbols', zh: '符号' },
  'order.kind.store-rollout': { en: 'Rollout at a store', zh: '商店分阶段发布' },
  'order.kind.upload': { en: 'Upload to a store', zh: '上传到商店' },
  'order.kind.hotupdate': { en: 'Hot update', zh: '热更新' },
  'order.kind.rollback': { en: 'Hot update rolled back', zh: '热更新回退' },
  'order.kind.publish': { en: 'Publishing', zh: '发布' },
  'order.row.waiting': { en: 'waits', zh: '等待' },
  'order.row.working': { en: 'being made', zh: '制作中' },
  'order.row.planned': { en: 'planned', zh: '计划中' },
  'order.row.made': { en: 'made', zh: '已制作' },
  'order.row.reused': { en: 'unchanged', zh: '未变化' },
  'order.row.failed': { en: 'failed', zh: '失败' },
  'order.row.skipped': { en: 'left out', zh: '已跳过' }
})
