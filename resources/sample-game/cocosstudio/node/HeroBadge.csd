<GameFile>
  <PropertyGroup Name="HeroBadge" Type="Node" ID="68857905-2425-40b0-a67f-90f4f665de31" Version="3.10.0.0" />
  <Content ctype="GameProjectContent">
    <Content>
      <Animation Duration="0" Speed="1.0000" />
      <ObjectData Name="Node" Tag="518" ctype="GameNodeObjectData">
        <Size X="0.0000" Y="0.0000" />
        <Children>
          <AbstractNodeData Name="Frame" ActionTag="1712021682" Tag="519" IconVisible="False" RightMargin="-104.0000" TopMargin="-104.0000" Scale9Width="104" Scale9Height="104" ctype="ImageViewObjectData">
            <Size X="104.0000" Y="104.0000" />
            <AnchorPoint ScaleX="0.5000" ScaleY="0.5000" />
            <Position X="52.0000" Y="52.0000" />
            <Scale ScaleX="1.0000" ScaleY="1.0000" />
            <CColor A="255" R="255" G="255" B="255" />
            <PrePosition />
            <PreSize X="0.0000" Y="0.0000" />
            <FileData Type="PlistSubImage" Path="badge_frame.png" Plist="ui/ui.plist" />
          </AbstractNodeData>
          <AbstractNodeData Name="Portrait" ActionTag="213544556" Tag="520" IconVisible="False" LeftMargin="4.0000" RightMargin="-100.0000" TopMargin="-108.0000" BottomMargin="12.0000" ctype="SpriteObjectData">
            <Size X="96.0000" Y="96.0000" />
            <AnchorPoint ScaleX="0.5000" ScaleY="0.5000" />
            <Position X="52.0000" Y="60.0000" />
            <Scale ScaleX="0.7500" ScaleY="0.7500" />
            <CColor A="255" R="255" G="255" B="255" />
            <PrePosition />
            <PreSize X="0.0000" Y="0.0000" />
            <FileData Type="PlistSubImage" Path="mage_walk_01.png" Plist="units/mage.plist" />
            <BlendFunc Src="1" Dst="771" />
          </AbstractNodeData>
          <AbstractNodeData Name="HealthBack" ActionTag="350066140" Tag="521" IconVisible="False" LeftMargin="90.0000" RightMargin="-310.0000" TopMargin="-92.0000" BottomMargin="64.0000" Scale9Width="220" Scale9Height="28" ctype="ImageViewObjectData">
            <Size X="220.0000" Y="28.0000" />
            <Children>
              <AbstractNodeData Name="Health" ActionTag="362166697" Tag="522" IconVisible="False" LeftMargin="4.0000" RightMargin="4.0000" TopMargin="4.0000" BottomMargin="4.0000" ProgressInfo="86" ctype="LoadingBarObjectData">
                <Size X="212.0000" Y="20.0000" />
                <AnchorPoint ScaleX="0.5000" ScaleY="0.5000" />
                <Position X="110.0000" Y="14.0000" />
                <Scale ScaleX="1.0000" ScaleY="1.0000" />
                <CColor A="255" R="255" G="255" B="255" />
                <PrePosition X="0.5000" Y="0.5000" />
                <PreSize X="0.9636" Y="0.7143" />
                <ImageFileData Type="PlistSubImage" Path="bar_hp.png" Plist="ui/ui.plist" />
              </AbstractNodeData>
            </Children>
            <AnchorPoint ScaleX="0.5000" ScaleY="0.5000" />
            <Position X="200.0000" Y="78.0000" />
            <Scale ScaleX="1.0000" ScaleY="1.0000" />
            <CColor A="255" R="255" G="255" B="255" />
            <PrePosition />
            <PreSize X="0.0000" Y="0.0000" />
            <FileData Type="PlistSubImage" Path="bar_back.png" Plist="ui/ui.plist" />
          </AbstractNodeData>
          <AbstractNodeData Name="ManaBack" ActionTag="-1288592425" Tag="523" IconVisible="False" LeftMargin="90.0000" RightMargin="-310.0000" TopMargin="-62.0000" BottomMargin="34.0000" Scale9Width="220" Scale9Height="28" ctype="ImageViewObjectData">
            <Size X="220.0000" Y="28.0000" />
            <Children>
              <AbstractNodeData Name="Mana" ActionTag="-701393764" Tag="524" IconVisible="False" LeftMargin="4.0000" RightMargin="4.0000" TopMargin="4.0000" BottomMargin="4.0000" ProgressInfo="60" ctype="LoadingBarObjectData">
                <Size X="212.0000" Y="20.0000" />
                <AnchorPoint ScaleX="0.5000" ScaleY="0.5000" />
                <Position X="110.0000" Y="14.0000" />
                <Scale ScaleX="1.0000" ScaleY="1.0000" />
                <CColor A="255" R="255" G="255" B="255" />
                <PrePosition X="0.5000" Y="0.5000" />
                <PreSize X="0.9636" Y="0.7143" />
                <ImageFileData Type="PlistSubImage" Path="bar_mp.png" Plist="ui/ui.plist" />
              </AbstractNodeData>
            </Children>
            <AnchorPoint ScaleX="0.5000" ScaleY="0.5000" />
            <Position X="200.0000" Y="48.0000" />
            <Scale ScaleX="1.0000" ScaleY="1.0000" />
            <CColor A="255" R="255" G="255" B="255" />
            <PrePosition />
            <PreSize X="0.0000" Y="0.0000" />
            <FileData Type="PlistSubImage" Path="bar_back.png" Plist="ui/ui.plist" />
          </AbstractNodeData>
          <AbstractNodeData Name="ExperienceBack" ActionTag="-291790883" Tag="525" IconVisible="False" LeftMargin="90.0000" RightMargin="-310.0000" TopMargin="-32.0000" BottomMargin="4.0000" Scale9Width="220" Scale9Height="28" ctype="ImageViewObjectData">
            <Size X="220.0000" Y="28.0000" />
            <Children>
              <AbstractNodeData Name="Experience" ActionTag="-1871660590" Tag="526" IconVisible="False" LeftMargin="4.0000" RightMargin="4.0000" TopMargin="4.0000" BottomMargin="4.0000" ProgressInfo="33" ctype="LoadingBarObjectData">
                <Size X="212.0000" Y="20.0000" />
                <AnchorPoint ScaleX="0.5000" ScaleY="0.5000" />
                <Position X="110.0000" Y="14.0000" />
                <Scale ScaleX="1.0000" ScaleY="1.0000" />
                <CColor A="255" R="255" G="255" B="255" />
                <PrePosition X="0.5000" Y="0.5000" />
                <PreSize X="0.9636" Y="0.7143" />
                <ImageFileData Type="PlistSubImage" Path="bar_exp.png" Plist="ui/ui.plist" />
              </AbstractNodeData>
            </Children>
            <AnchorPoint ScaleX="0.5000" ScaleY="0.5000" />
            <Position X="200.0000" Y="18.0000" />
            <Scale ScaleX="1.0000" ScaleY="1.0000" />
            <CColor A="255" R="255" G="255" B="255" />
            <PrePosition />
            <PreSize X="0.0000" Y="0.0000" />
            <FileData Type="PlistSubImage" Path="bar_back.png" Plist="ui/ui.plist" />
          </AbstractNodeData>
          <AbstractNodeData Name="Level" ActionTag="739707489" Tag="527" RotationSkewX="-8.0000" RotationSkewY="-8.0000" IconVisible="False" LeftMargin="70.0000" RightMargin="-122.0000" TopMargin="-34.0000" BottomMargin="-10.0000" LabelText="27" ctype="TextBMFontObjectData">
            <Size X="52.0000" Y="44.0000" />
            <AnchorPoint ScaleX="0.5000" ScaleY="0.5000" />
            <Position X="96.0000" Y="12.0000" />
            <Scale ScaleX="0.5000" ScaleY="0.5000" />
            <CColor A="255" R="255" G="255" B="255" />
            <PrePosition />
            <PreSize X="0.0000" Y="0.0000" />
            <LabelBMFontFile_CNB Type="Normal" Path="fonts/digits.fnt" Plist="" />
          </AbstractNodeData>
        </Children>
      </ObjectData>
    </Content>
  </Content>
</GameFile>