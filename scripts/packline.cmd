@echo off
rem Runs packline of a release on Windows.
setlocal
set "node=%~dp0..\node\bin\node.exe"
if exist "%node%" goto run
set "node=node"
where node >nul 2>nul || (
  echo packline: Node 20.19 or newer is needed, and there is no node on the PATH.>&2
  exit /b 3
)
:run
"%node%" "%~dp0..\dist\start.cjs" %*
exit /b %ERRORLEVEL%
