<GameFile>
  <PropertyGroup Name="MainMenu" Type="Scene" ID="3f712ccb-f089-4b1e-a83c-23349e111f3d" Version="3.10.0.0" />
  <Content ctype="GameProjectContent">
    <Content>
      <Animation Duration="60" Speed="1.0000" ActivedAnimationName="float">
        <Timeline ActionTag="815486185" Property="Position">
          <PointFrame FrameIndex="0" X="480.0000" Y="500.0000">
            <EasingData Type="3" />
          </PointFrame>
          <PointFrame FrameIndex="30" X="480.0000" Y="512.0000">
            <EasingData Type="3" />
          </PointFrame>
          <PointFrame FrameIndex="60" X="480.0000" Y="500.0000">
            <EasingData Type="3" />
          </PointFrame>
        </Timeline>
        <Timeline ActionTag="815486185" Property="Scale">
          <ScaleFrame FrameIndex="0" X="1.0000" Y="1.0000">
            <EasingData Type="0" />
          </ScaleFrame>
          <ScaleFrame FrameIndex="30" X="1.0400" Y="1.0400">
            <EasingData Type="0" />
          </ScaleFrame>
          <ScaleFrame FrameIndex="60" X="1.0000" Y="1.0000">
            <EasingData Type="0" />
          </ScaleFrame>
        </Timeline>
      </Animation>
      <AnimationList>
        <AnimationInfo Name="float" StartIndex="0" EndIndex="60">
          <RenderColor A="255" R="70" G="130" B="180" />
        </AnimationInfo>
      </AnimationList>
      <ObjectData Name="Scene" Tag="222" ctype="GameNodeObjectData">
        <Size X="960.0000" Y="640.0000" />
        <Children>
          <AbstractNodeData Name="Background" ActionTag="-1769815632" Tag="223" IconVisible="False" PositionPercentXEnabled="True" PositionPercentYEnabled="True" Scale9Width="960" Scale9Height="640" ctype="ImageViewObjectData">
            <Size X="960.0000" Y="640.0000" />
            <AnchorPoint ScaleX="0.5000" ScaleY="0.5000" />
            <Position X="480.0000" Y="320.0000" />
            <Scale ScaleX="1.0000" ScaleY="1.0000" />
            <CColor A="255" R="255" G="255" B="255" />
            <PrePosition X="0.5000" Y="0.5000" />
            <PreSize X="1.0000" Y="1.0000" />
            <FileData Type="Normal" Path="bg/valley_day.png" Plist="" />
          </AbstractNodeData>
          <AbstractNodeData Name="Corner" ActionTag="-14512378" Tag="224" IconVisible="False" LeftMargin="12.0000" RightMargin="852.0000" TopMargin="12.0000" BottomMargin="532.0000" ctype="SpriteObjectData">
            <Size X="96.0000" Y="96.0000" />
            <AnchorPoint ScaleX="0.5000" ScaleY="0.5000" />
            <Position X="60.0000" Y="580.0000" />
            <Scale ScaleX="1.0000" ScaleY="1.0000" />
            <CColor A="255" R="255" G="255" B="255" />
            <PrePosition X="0.0625" Y="0.9063" />
            <PreSize X="0.1000" Y="0.1500" />
            <FileData Type="Normal" Path="pictures/frame_corner.png" Plist="" />
            <BlendFunc Src="1" Dst="771" />
          </AbstractNodeData>
          <AbstractNodeData Name="LogoGlow" ActionTag="1909330775" Tag="225" IconVisible="False" LeftMargin="416.0000" RightMargin="416.0000" TopMargin="76.0000" BottomMargin="436.0000" ctype="SpriteObjectData">
            <Size X="128.0000" Y="128.0000" />
            <AnchorPoint ScaleX="0.5000" ScaleY="0.5000" />
            <Position X="480.0000" Y="500.0000" />
            <Scale ScaleX="2.5000" ScaleY="2.5000" />
            <CColor A="200" R="255" G="255" B="255" />
            <PrePosition X="0.5000" Y="0.7813" />
            <PreSize X="0.1333" Y="0.2000" />
            <FileData Type="PlistSubImage" Path="glow.gold.png" Plist="effects/effects.plist" />
            <BlendFunc Src="770" Dst="1" />
          </AbstractNodeData>
          <AbstractNodeData Name="Logo" ActionTag="815486185" Tag="226" IconVisible="False" LeftMargin="240.0000" RightMargin="240.0000" TopMargin="40.0000" BottomMargin="400.0000" ctype="SpriteObjectData">
            <Size X="480.0000" Y="200.0000" />
            <AnchorPoint ScaleX="0.5000" ScaleY="0.5000" />
            <Position X="480.0000" Y="500.0000" />
            <Scale ScaleX="1.0000" ScaleY="1.0000" />
            <CColor A="255" R="255" G="255" B="255" />
            <PrePosition X="0.5000" Y="0.7813" />
            <PreSize X="0.5000" Y="0.3125" />
            <FileData Type="Normal" Path="pictures/logo.png" Plist="" />
            <BlendFunc Src="1" Dst="771" />
          </AbstractNodeData>
          <AbstractNodeData Name="Title" ActionTag="-245222314" Tag="227" IconVisible="False" LeftMargin="160.0000" RightMargin="160.0000" TopMargin="246.0000" BottomMargin="350.0000" FontSize="40" LabelText="提灯谷 Lantern Vale" HorizontalAlignmentType="HT_Center" OutlineSize="3" OutlineEnabled="True" ShadowOffsetX="2.0000" ShadowOffsetY="-2.0000" ctype="TextObjectData">
            <Size X="640.0000" Y="44.0000" />
            <AnchorPoint ScaleX="0.5000" ScaleY="0.5000" />
            <Position X="480.0000" Y="372.0000" />
            <Scale ScaleX="1.0000" ScaleY="1.0000" />
            <CColor A="255" R="255" G="250" B="240" />
            <PrePosition X="0.5000" Y="0.5813" />
            <PreSize X="0.6667" Y="0.0688" />
            <OutlineColor A="255" R="42" G="31" B="61" />
            <ShadowColor A="255" R="110" G="110" B="110" />
          </AbstractNodeData>
          <AbstractNodeData Name="PlayButton" ActionTag="-1738480807" CallBackType="Click" CallBackName="onPlay" Tag="228" IconVisible="False" LeftMargin="360.0000" RightMargin="360.0000" TopMargin="324.0000" BottomMargin="220.0000" TouchEnable="True" FontSize="26" Scale9Width="240" Scale9Height="96" ShadowOffsetX="2.0000" ShadowOffsetY="-2.0000" ctype="ButtonObjectData">
            <Size X="240.0000" Y="96.0000" />
            <AnchorPoint ScaleX="0.5000" ScaleY="0.5000" />
            <Position X="480.0000" Y="268.0000" />
            <Scale ScaleX="1.0000" ScaleY="1.0000" />
            <CColor A="255" R="255" G="255" B="255" />
            <PrePosition X="0.5000" Y="0.4188" />
            <PreSize X="0.2500" Y="0.1500" />
            <TextColor A="255" R="255" G="250" B="240" />
            <DisabledFileData Type="Default" Path="Default/Button_Disable.png" Plist="" />
            <PressedFileData Type="PlistSubImage" Path="btn_play_pressed.png" Plist="ui/ui.plist" />
            <NormalFileData Type="PlistSubImage" Path="btn_play.png" Plist="ui/ui.plist" />
            <OutlineColor A="255" R="42" G="31" B="61" />
            <ShadowColor A="255" R="110" G="110" B="110" />
          </AbstractNodeData>
          <AbstractNodeData Name="ContinueButton" ActionTag="-1197849884" CallBackType="Click" CallBackName="onContinue" Tag="229" IconVisible="False" LeftMargin="370.0000" RightMargin="370.0000" TopMargin="428.0000" BottomMargin="140.0000" TouchEnable="True" FontSize="26" ButtonText="继续" Scale9Enable="True" LeftEage="24" RightEage="24" TopEage="24" BottomEage="24" Scale9OriginX="24" Scale9OriginY="24" Scale9Width="120" Scale9Height="24" OutlineSize="2" OutlineEnabled="True" ShadowOffsetX="2.0000" ShadowOffsetY="-2.0000" ctype="ButtonObjectData">
            <Size X="220.0000" Y="72.0000" />
            <AnchorPoint ScaleX="0.5000" ScaleY="0.5000" />
            <Position X="480.0000" Y="176.0000" />
            <Scale ScaleX="1.0000" ScaleY="1.0000" />
            <CColor A="255" R="255" G="255" B="255" />
            <PrePosition X="0.5000" Y="0.2750" />
            <PreSize X="0.2292" Y="0.1125" />
            <TextColor A="255" R="255" G="250" B="240" />
            <DisabledFileData Type="PlistSubImage" Path="btn_green_disabled.png" Plist="ui/ui.plist" />
            <PressedFileData Type="PlistSubImage" Path="btn_green_pressed.png" Plist="ui/ui.plist" />
            <NormalFileData Type="PlistSubImage" Path="btn_green.png" Plist="ui/ui.plist" />
            <OutlineColor A="255" R="42" G="31" B="61" />
            <ShadowColor A="255" R="110" G="110" B="110" />
          </AbstractNodeData>
          <AbstractNodeData Name="SettingsButton" ActionTag="-1098781070" CallBackType="Click" CallBackName="onSettings" Tag="230" IconVisible="False" HorizontalEdge="RightEdge" VerticalEdge="TopEdge" LeftMargin="868.0000" RightMargin="20.0000" TopMargin="20.0000" BottomMargin="548.0000" TouchEnable="True" FontSize="26" Scale9Width="72" Scale9Height="72" ShadowOffsetX="2.0000" ShadowOffsetY="-2.0000" ctype="ButtonObjectData">
            <Size X="72.0000" Y="72.0000" />
            <AnchorPoint ScaleX="0.5000" ScaleY="0.5000" />
            <Position X="904.0000" Y="584.0000" />
            <Scale ScaleX="1.0000" ScaleY="1.0000" />
            <CColor A="255" R="255" G="255" B="255" />
            <PrePosition X="0.9417" Y="0.9125" />
            <PreSize X="0.0750" Y="0.1125" />
            <TextColor A="255" R="255" G="250" B="240" />
            <DisabledFileData Type="Default" Path="Default/Button_Disable.png" Plist="" />
            <PressedFileData Type="PlistSubImage" Path="btn.settings.png" Plist="ui/ui.plist" />
            <NormalFileData Type="PlistSubImage" Path="btn.settings.png" Plist="ui/ui.plist" />
            <OutlineColor A="255" R="42" G="31" B="61" />
            <ShadowColor A="255" R="110" G="110" B="110" />
          </AbstractNodeData>
          <AbstractNodeData Name="Knight" ActionTag="1608791881" Tag="231" IconVisible="False" LeftMargin="172.0000" RightMargin="692.0000" TopMargin="442.0000" BottomMargin="102.0000" ctype="SpriteObjectData">
            <Size X="96.0000" Y="96.0000" />
            <AnchorPoint ScaleX="0.5000" ScaleY="0.5000" />
            <Position X="220.0000" Y="150.0000" />
            <Scale ScaleX="2.0000" ScaleY="2.0000" />
            <CColor A="255" R="255" G="255" B="255" />
            <PrePosition X="0.2292" Y="0.2344" />
            <PreSize X="0.1000" Y="0.1500" />
            <FileData Type="PlistSubImage" Path="knight_walk_01.png" Plist="units/knight.plist" />
            <BlendFunc Src="1" Dst="771" />
          </AbstractNodeData>
          <AbstractNodeData Name="Slime" ActionTag="-1752975146" Tag="232" IconVisible="False" LeftMargin="696.0000" RightMargin="176.0000" TopMargin="446.0000" BottomMargin="106.0000" FlipX="True" ctype="SpriteObjectData">
            <Size X="88.0000" Y="88.0000" />
            <AnchorPoint ScaleX="0.5000" ScaleY="0.5000" />
            <Position X="740.0000" Y="150.0000" />
            <Scale ScaleX="2.0000" ScaleY="2.0000" />
            <CColor A="255" R="255" G="255" B="255" />
            <PrePosition X="0.7708" Y="0.2344" />
            <PreSize X="0.0917" Y="0.1375" />
            <FileData Type="PlistSubImage" Path="slime_hop_01.png" Plist="units/slime.plist" />
            <BlendFunc Src="1" Dst="771" />
          </AbstractNodeData>
          <AbstractNodeData Name="Flame" ActionTag="204552724" Tag="233" IconVisible="False" LeftMargin="820.0000" RightMargin="60.0000" TopMargin="464.0000" BottomMargin="64.0000" ctype="SpriteObjectData">
            <Size X="80.0000" Y="112.0000" />
            <AnchorPoint ScaleX="0.5000" ScaleY="0.5000" />
            <Position X="860.0000" Y="120.0000" />
            <Scale ScaleX="1.0000" ScaleY="1.0000" />
            <CColor A="255" R="255" G="255" B="255" />
            <PrePosition X="0.8958" Y="0.1875" />
            <PreSize X="0.0833" Y="0.1750" />
            <FileData Type="PlistSubImage" Path="火焰 01.png" Plist="effects/effects.plist" />
            <BlendFunc Src="1" Dst="771" />
          </AbstractNodeData>
          <AbstractNodeData Name="Burst" ActionTag="1299271155" Tag="234" IconVisible="True" LeftMargin="860.0000" RightMargin="100.0000" TopMargin="320.0000" BottomMargin="320.0000" StretchWidthEnable="False" StretchHeightEnable="False" InnerActionSpeed="1.0000" CustomSizeEnabled="False" ctype="ProjectNodeObjectData">
            <Size X="0.0000" Y="0.0000" />
            <AnchorPoint />
            <Position X="860.0000" Y="320.0000" />
            <Scale ScaleX="0.8000" ScaleY="0.8000" />
            <CColor A="255" R="255" G="255" B="255" />
            <PrePosition X="0.8958" Y="0.5000" />
            <PreSize X="0.0000" Y="0.0000" />
            <FileData Type="Normal" Path="node/ComboBurst.csd" Plist="" />
          </AbstractNodeData>
        </Children>
      </ObjectData>
    </Content>
  </Content>
</GameFile>