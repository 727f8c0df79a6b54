"""Three sound messages written by hand, the way another sender would: what the broken files are made from."""

ALERT = """<?xml version="1.0" encoding="UTF-8"?>
<alert xmlns="urn:oasis:names:tc:emergency:cap:1.2">
  <identifier>drill-2023-08-24-001</identifier>
  <sender>drill@example.org</sender>
  <sent>2023-08-24T03:54:00+09:00</sent>
  <status>Exercise</status>
  <msgType>Alert</msgType>
  <source>Drill desk</source>
  <scope>Public</scope>
  <code>drill</code>
  <note>Exercise Ryukyu 1, not a real alert</note>
  <incidents>overflight-1 "second overflight"</incidents>
  <info>
    <language>ja-JP</language>
    <category>Safety</category>
    <category>Security</category>
    <event>上空通過</event>
    <responseType>Shelter</responseType>
    <urgency>Immediate</urgency>
    <severity>Extreme</severity>
    <certainty>Likely</certainty>
    <audience>沖縄県</audience>
    <eventCode>
      <valueName>DRILL</valueName>
      <value>7</value>
    </eventCode>
    <effective>2023-08-24T03:54:00+09:00</effective>
    <onset>2023-08-24T03:58:00+09:00</onset>
    <expires>2023-08-24T04:24:00+09:00</expires>
    <senderName>訓練本部</senderName>
    <headline>【訓練】建物の中に避難してください</headline>
    <description>【訓練】南の方向へ通過する見込みです</description>
    <instruction>【訓練】窓から離れてください</instruction>
    <web>https://example.org/drill?lang=ja</web>
    <contact>drill@example.org</contact>
    <parameter>
      <valueName>layer:drill:phase</valueName>
      <value>1</value>
    </parameter>
    <resource>
      <resourceDesc>Map</resourceDesc>
      <mimeType>image/png</mimeType>
      <size>17296</size>
      <uri>https://example.org/map.png</uri>
      <digest>1c8015126336af265ec36ef202e91611f9cfd7a7</digest>
    </resource>
    <resource>
      <resourceDesc>Sound</resourceDesc>
      <mimeType>audio/mpeg</mimeType>
      <uri>sound.mp3</uri>
      <derefUri>SGVsbG8s
        IHNoZWx0ZXI=</derefUri>
    </resource>
    <area>
      <areaDesc>宮古島市</areaDesc>
      <polygon>24.70,125.20 24.70,125.50 24.95,125.50
        24.95,125.20 24.70,125.20</polygon>
      <polygon>24.60,124.60 24.60,124.80 24.75,124.70 24.60,124.60</polygon>
      <geocode>
        <valueName>JIS X 0402</valueName>
        <value>47214</value>
      </geocode>
    </area>
    <area>
      <areaDesc>石垣島周辺</areaDesc>
      <circle>24.40,124.17 30.5</circle>
      <geocode>
        <valueName>JIS X 0402</valueName>
        <value>47207</value>
      </geocode>
      <altitude>0</altitude>
      <ceiling>400.5</ceiling>
    </area>
  </info>
  <info>
    <language>en-US</language>
    <category>Safety</category>
    <event>Overflight</event>
    <urgency>Immediate</urgency>
    <severity>Extreme</severity>
    <certainty>Likely</certainty>
    <expires>2023-08-24T04:24:00+09:00</expires>
    <headline>EXERCISE: take shelter indoors</headline>
    <area>
      <areaDesc>Miyakojima City</areaDesc>
      <geocode>
        <valueName>JIS X 0402</valueName>
        <value>47214</value>
      </geocode>
    </area>
  </info>
</alert>
"""

UPDATE = """<?xml version="1.0" encoding="UTF-8"?>
<cap:alert xmlns:cap="urn:oasis:names:tc:emergency:cap:1.2">
  <cap:identifier>drill-2023-08-24-002</cap:identifier>
  <cap:sender>drill@example.org</cap:sender>
  <cap:sent>2023-08-23T19:00:00-00:00</cap:sent>
  <cap:status>Test</cap:status>
  <cap:msgType>Update</cap:msgType>
  <cap:scope>Restricted</cap:scope>
  <cap:restriction>Drill staff only</cap:restriction>
  <cap:references>drill@example.org,drill-2023-08-24-001,2023-08-24T03:54:00+09:00
    other@example.net,m-7,2023-08-23T18:40:00-00:00</cap:references>
  <cap:info>
    <cap:language>en</cap:language>
    <cap:category>Safety</cap:category>
    <cap:event>Overflight</cap:event>
    <cap:responseType>Monitor</cap:responseType>
    <cap:urgency>Past</cap:urgency>
    <cap:severity>Minor</cap:severity>
    <cap:certainty>Observed</cap:certainty>
    <cap:expires>2023-08-23T20:00:00-00:00</cap:expires>
    <cap:headline>TEST: it has passed</cap:headline>
    <cap:area>
      <cap:areaDesc>Across the date line</cap:areaDesc>
      <cap:polygon>-10,179 -10,-179 -12,-179 -12,179 -10,179</cap:polygon>
      <cap:circle>-11,180 0</cap:circle>
    </cap:area>
  </cap:info>
</cap:alert>
"""

CANCEL = """<?xml version="1.0" encoding="UTF-8"?>
<alert xmlns="urn:oasis:names:tc:emergency:cap:1.2">
  <identifier>drill-2023-08-24-003</identifier>
  <sender>drill@example.org</sender>
  <sent>2023-08-24T04:07:00+09:00</sent>
  <status>Exercise</status>
  <msgType>Cancel</msgType>
  <scope>Private</scope>
  <addresses>ops@example.org "Duty officer" desk-4</addresses>
  <note>Exercise Ryukyu 1</note>
  <references>drill@example.org,drill-2023-08-24-001,2023-08-24T03:54:00+09:00</references>
</alert>
"""

BASES = {"alert": ALERT, "update": UPDATE, "cancel": CANCEL}
