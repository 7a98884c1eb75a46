// View and Transaction of the port in SQL, made of one class per noun. Add a new noun to both
// lists.
#pragma once

#include "store/sql/agents.h"
#include "store/sql/bots.h"
#include "store/sql/conversations.h"
#include "store/sql/events.h"
#include "store/sql/inboxes.h"
#include "store/sql/messages.h"
#include "store/sql/positions.h"
#include "store/sql/sessions.h"
#include "store/sql/settings.h"
#include "store/sql/visitors.h"
#include "store/store.h"

namespace walkie {

template <class Port, class Source, class... Nouns>
class SqlNouns final : public Port, public Nouns... {
 public:
  explicit SqlNouns(Source& source) : Nouns(source)... {}
};

// Use it inside a transaction on the connection.
using SqlView = SqlNouns<View, SqlConnection, SqlInboxReads, SqlVisitorReads, SqlAgentReads,
                         SqlBotReads, SqlSessionReads, SqlConversationReads, SqlMessageReads,
                         SqlEventReads, SqlPositionReads, SqlSettingReads>;

// Use it inside a batch.
using SqlTransaction =
    SqlNouns<Transaction, SqlBatch, SqlInboxes, SqlVisitors, SqlAgents, SqlBots, SqlSessions,
             SqlConversations, SqlMessages, SqlEvents, SqlPositions, SqlSettings>;

}  // namespace walkie
