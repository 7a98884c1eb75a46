// Who gives out the ids of conversations, messages and notes: the one writer, counting on from the
// newest row. The database does not do it, because it would give the ids of rows that a restore
// has taken away to other rows again (protocol L4).
//
// Owner: SqlBatch. On the writer's thread.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "store/sql/driver.h"

namespace walkie {

class SqlIds {
 public:
  // One count. It is read from the database at the first use.
  class Count {
   public:
    // `newest`: the query for the newest id that is in use. `after`: the setting that says from
    // where on ids are free.
    Count(Query newest, const char* after) : newest_(newest), after_(after) {}

    std::int64_t last(SqlConnection& connection);
    void use(std::int64_t id) { last_ = id; }
    void forget() { last_.reset(); }
    const char* after() const { return after_; }

   private:
    Query newest_;
    const char* after_;
    std::optional<std::int64_t> last_;
  };

  Count conversations{Query::newest_conversation_id, "conversation_ids_after"};
  Count messages{Query::newest_message_id, "message_ids_after"};
  Count notes{Query::newest_note_id, "note_ids_after"};

  // After a batch that was undone: what it gave out is free again.
  void forget();
};

}  // namespace walkie
