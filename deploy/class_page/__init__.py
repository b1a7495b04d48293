"""The class's page: events of students in, who is where and which misconceptions are in the room out."""
